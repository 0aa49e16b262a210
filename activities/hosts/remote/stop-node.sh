# stop-node STATE OWNER FENCE ENTRY SECONDS CONF HOME RELEASES COMMAND...: stops the service, waits until the process
# is gone: what a stop command returns proves nothing.
begin "$@"
shift 4
LIMIT=$1 CONF=$2 HOME_LINK=$3 RELEASES=$4
shift 4
pids() { cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"; }
if [ -z "$(pids)" ]; then finish alreadyDone; fi
"$@" 9>&- </dev/null
code=$?
while [ -n "$(pids)" ] && [ "$LIMIT" -gt 0 ]; do
  sleep 1
  LIMIT=$((LIMIT - 1))
done
if [ -n "$(pids)" ]; then
  refuse $NOT_AS_EXPECTED "the stop command exited $code and process $(pids | tr '\n' ' ')still runs"
fi
finish 'done'
