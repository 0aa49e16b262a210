# stop-node STATE OWNER FENCE ENTRY SECONDS CONF HOME RELEASES COMMAND...: stops the service, waits until the process
# is gone: what a stop command returns proves nothing. "ringlift-pid-file FILE" in place of a command: the process whose
# number stands in FILE gets TERM, if it is one of this installation.
begin "$@"
shift 4
LIMIT=$1 CONF=$2 HOME_LINK=$3 RELEASES=$4
shift 4
pids() { cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"; }
if [ -z "$(pids)" ]; then finish alreadyDone; fi
by_pid_file() {
  _pid=$(head -n 1 "$1" 2>/dev/null)
  case " $(pids | tr '\n' ' ') " in
  *" ${_pid:-none} "*) kill -s TERM "$_pid" ;;
  *) refuse $NOT_AS_EXPECTED "$1 names process ${_pid:-none}, and Cassandra runs as $(pids | tr '\n' ' ')" ;;
  esac
}
if [ "$1" = ringlift-pid-file ]; then by_pid_file "$2"; else "$@" 9>&- </dev/null; fi
code=$?
while [ -n "$(pids)" ] && [ "$LIMIT" -gt 0 ]; do
  sleep 1
  LIMIT=$((LIMIT - 1))
done
if [ -n "$(pids)" ]; then
  refuse $NOT_AS_EXPECTED "the stop command exited $code and process $(pids | tr '\n' ' ')still runs"
fi
finish 'done'
