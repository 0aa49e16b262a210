# initialize-cms STATE OWNER FENCE ENTRY SECONDS JAVA_HOME NODETOOL COUNT WORD... OPTION...: nodetool OPTION... WORD...,
# the words being "cms initialize" and what follows it, but only when `cms describe` says, now that nobody else acts on
# the host, that it was not begun: what an earlier attempt asked for may have come about while this one waited for the
# lock. What describe said is printed as section "before", what initialize answered as section "cms", whatever its exit.
begin "$@"
shift 4
LIMIT=$1 JAVA=$2 NODETOOL=$3 COUNT=$4
shift 4
use_java "$JAVA" "$NODETOOL"
FOUND=$(mktemp -d) || exit $NO_SPACE
trap 'rm -rf "$FOUND"' EXIT
trap 'exit 143' TERM INT HUP
(
  shift "$COUNT"
  exec timeout -k 5 60 "$NODETOOL" "$@" cms describe
) >"$FOUND/out" 2>"$FOUND/err" </dev/null
code=$?
print_section before $code "$FOUND/out" "$FOUND/err"
says() { grep -qx "$1 *" "$FOUND/out"; }
if [ $code -ne 0 ] || ! says 'CMS Identifier: 0' || ! says 'Service State: GOSSIP' || ! says 'Is Migrating: false'; then
  finish notAsked
fi
# nodetool wants its options before the command: the words are moved behind them.
while [ "$COUNT" -gt 0 ]; do
  word=$1
  shift
  set -- "$@" "$word"
  COUNT=$((COUNT - 1))
done
section cms timeout -k 5 "$LIMIT" "$NODETOOL" "$@"
finish asked
