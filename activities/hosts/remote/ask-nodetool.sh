# ask-nodetool SECONDS JAVA_HOME NODETOOL COUNT COMMAND... OPTION...: each of the COUNT commands is one argument such
# as "cms describe"; as many run at once as the host has processors, each for SECONDS at most: a JVM's start costs more
# than the answer, and a busy node must not be made busier.
SECONDS_EACH=$1 JAVA=$2 NODETOOL=$3 COUNT=$4
shift 4
use_java "$JAVA" "$NODETOOL"
FOLDER=$(mktemp -d) || exit $NO_SPACE
trap 'rm -rf "$FOLDER"' EXIT
trap 'exit 143' TERM INT HUP

COMMANDS=
while [ "$COUNT" -gt 0 ]; do
  COMMANDS="$COMMANDS$1
"
  shift
  COUNT=$((COUNT - 1))
done

# From here on "$@" are the options. A command is split at blanks, and set -f keeps patterns from being expanded.
set -f
AT_ONCE=$(nproc 2>/dev/null || echo 2)
number=0
while read -r command; do
  [ -n "$command" ] || continue
  number=$((number + 1))
  (
    # shellcheck disable=SC2086
    timeout -k 5 "$SECONDS_EACH" "$NODETOOL" "$@" $command >"$FOLDER/$number.out" 2>"$FOLDER/$number.err" </dev/null
    echo $? >"$FOLDER/$number.code"
  ) &
  [ $((number % AT_ONCE)) -ne 0 ] || wait
done <<END
$COMMANDS
END
wait
TOTAL=$number
number=0
while [ "$number" -lt "$TOTAL" ]; do
  number=$((number + 1))
  print_section "$number" "$(cat "$FOLDER/$number.code")" "$FOLDER/$number.out" "$FOLDER/$number.err"
done
