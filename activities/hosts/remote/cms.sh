# cms STATE OWNER FENCE ENTRY SECONDS JAVA_HOME NODETOOL COUNT WORD... OPTION...: nodetool OPTION... cms WORD..., with
# the journal saying so before and after. What it answered is printed as section "cms", whatever its exit code.
begin "$@"
shift 4
LIMIT=$1 JAVA=$2 NODETOOL=$3 COUNT=$4
shift 4
use_java "$JAVA" "$NODETOOL"
# nodetool wants its options before the command: the words are moved behind them.
while [ "$COUNT" -gt 0 ]; do
  word=$1
  shift
  set -- "$@" "$word"
  COUNT=$((COUNT - 1))
done
section cms timeout -k 5 "$LIMIT" "$NODETOOL" "$@"
finish asked
