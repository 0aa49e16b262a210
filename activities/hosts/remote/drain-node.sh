# drain-node STATE OWNER FENCE ENTRY SECONDS QUESTION_SECONDS JAVA_HOME NODETOOL LOG CONF HOME RELEASES OPTION...:
# drains. nodetool drain exits 0 also when it failed, so its caller believes only the mode or the log: both are printed.
begin "$@"
shift 4
LIMIT=$1 QUESTION_LIMIT=$2 JAVA=$3 NODETOOL=$4 LOG=$5 CONF=$6 HOME_LINK=$7 RELEASES=$8
shift 8
use_java "$JAVA" "$NODETOOL"
if [ -z "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then finish notRunning; fi
FROM=$(($(stat -c %s "$LOG" 2>/dev/null || echo 0) + 1))
log_since() { [ ! -e "$LOG" ] || tail -c "+$FROM" "$LOG" | grep -E 'DRAIN|drain' | tail -n 40; }
section before timeout -k 5 "$QUESTION_LIMIT" "$NODETOOL" "$@" netstats
section drain timeout -k 5 "$LIMIT" "$NODETOOL" "$@" drain
section after timeout -k 5 "$QUESTION_LIMIT" "$NODETOOL" "$@" netstats
section log log_since
finish asked
