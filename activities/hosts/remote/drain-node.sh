# drain-node STATE OWNER FENCE ENTRY SECONDS JAVA_HOME NODETOOL LOG CONF HOME RELEASES OPTION...: drains. nodetool drain
# exits 0 also when it failed, so its caller believes only the mode or the log: both are printed.
begin "$@"
shift 4
LIMIT=$1 JAVA=$2 NODETOOL=$3 LOG=$4 CONF=$5 HOME_LINK=$6 RELEASES=$7
shift 7
use_java "$JAVA" "$NODETOOL"
if [ -z "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then finish notRunning; fi
FROM=$(($(stat -c %s "$LOG" 2>/dev/null || echo 0) + 1))
log_since() { [ ! -e "$LOG" ] || tail -c "+$FROM" "$LOG" | grep -E 'DRAIN|drain' | tail -n 40; }
section before timeout -k 5 60 "$NODETOOL" "$@" netstats
section drain timeout -k 5 "$LIMIT" "$NODETOOL" "$@" drain
section after timeout -k 5 60 "$NODETOOL" "$@" netstats
section log log_since
finish asked
