# run-installer STATE OWNER FENCE ENTRY TAG VERB SECONDS CONF HOME RELEASES RELEASE FORMER COMMAND...: runs one command of the
# operator's own way of installing, below a stopped node. VERB: remove, install, goBack.
begin "$@"
shift 4
TAG=$1 VERB=$2 LIMIT=$3 CONF=$4 HOME_LINK=$5 RELEASES=$6
RINGLIFT_RELEASE=$7 RINGLIFT_FORMER=$8
export RINGLIFT_RELEASE RINGLIFT_FORMER
shift 8
pids() { cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"; }
[ -z "$(pids)" ] || refuse $NOT_AS_EXPECTED "the process runs: releases are changed only below a stopped node"
[ -s "$STATE/$TAG/restore-point/complete" ] || refuse $NOT_AS_EXPECTED "there is no restore point"
if [ "$VERB" != goBack ] && [ -e "$STATE/$TAG/rollback.json" ]; then
  refuse $NOT_AS_EXPECTED "a way back was begun on this node and is half done"
fi
# It holds the lock as long as it lives: cut off from here, the next action waits for it.
timeout -k 10 "$LIMIT" "$@" </dev/null >"$STATE/installer-output" 2>&1
code=$?
[ "$code" -eq 0 ] || refuse $NOT_AS_EXPECTED "$VERB exited $code: $(tail -c 2000 "$STATE/installer-output")"
[ -z "$(pids)" ] || refuse $NOT_AS_EXPECTED "$VERB started the service, process $(pids | tr '\n' ' '): stop it"
finish 'done'
