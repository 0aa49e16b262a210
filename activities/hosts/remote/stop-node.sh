# stop-node STATE OWNER FENCE ENTRY TAG LOG SECONDS CONF HOME RELEASES COMMAND...: stops the service, waits until the
# process is gone, and remembers where the log ended: what the next start writes begins there.
begin "$@"
shift 4
TAG=$1 LOG=$2 LIMIT=$3 CONF=$4 HOME_LINK=$5 RELEASES=$6
shift 6
mark_log() {
  mkdir -p "$STATE/$TAG" || exit $NO_SPACE
  [ -e "$STATE/$TAG/log-mark" ] || { stat -c '%i %s' "$LOG" 2>/dev/null || echo '0 0'; } >"$STATE/$TAG/log-mark"
}
pids() { cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"; }
if [ -z "$(pids)" ]; then
  mark_log
  finish alreadyDone
fi
"$@" 9>&- </dev/null
code=$?
while [ -n "$(pids)" ] && [ "$LIMIT" -gt 0 ]; do
  sleep 1
  LIMIT=$((LIMIT - 1))
done
if [ -n "$(pids)" ]; then
  refuse $NOT_AS_EXPECTED "the stop command exited $code and process $(pids | tr '\n' ' ')still runs"
fi
mark_log
finish done
