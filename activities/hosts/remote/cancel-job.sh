# cancel-job STATE OWNER FENCE ENTRY ID SECONDS JAVA_HOME [COMMAND...]: ends job ID, and is done when none of its
# processes is left. COMMAND, such as nodetool stop, ends the work itself, which ending nodetool would not; it is
# repeated while the job lives, SECONDS at most. Then come TERM and KILL.
OF_JOB=${5-}
begin "$@"
shift 4
JOB=$STATE/jobs/$1 LIMIT=$2 JAVA=$3
shift 3
if [ "$(job_state "$JOB")" != running ]; then finish notRunning; fi

touch "$JOB/cancelling" || exit $NO_SPACE

# Of no clock that someone may set.
seconds_up() { cut -d . -f 1 /proc/uptime; }

# gone_within SECONDS
gone_within() {
  _until=$(($(seconds_up) + $1))
  while job_lives "$JOB"; do
    [ "$(seconds_up)" -lt "$_until" ] || return 1
    sleep 0.2
  done
}

signal_all() {
  # What is forked meanwhile is found by the next look.
  for _pid in $(job_processes "$JOB"); do kill -s "$1" "$_pid" 2>/dev/null; done
}

if [ $# -gt 0 ]; then
  use_java "$JAVA" "$1"
  UNTIL=$(($(seconds_up) + LIMIT))
  # What it stops may be one of many parts, of which the next begins then.
  while job_lives "$JOB" && [ "$(seconds_up)" -lt "$UNTIL" ]; do
    timeout -k 5 30 "$@" >"$JOB/stop-output" 2>&1 9>&- </dev/null
    gone_within 1
  done
fi
if job_lives "$JOB"; then
  signal_all TERM
  gone_within 10 || signal_all KILL
fi
looks=0
until gone_within 1; do
  looks=$((looks + 1))
  if [ "$looks" -gt 10 ]; then
    refuse 1 "still there after TERM and KILL: process $(job_processes "$JOB" | tr '\n' ' ')"
  fi
  signal_all KILL
done
[ -s "$JOB/exit" ] || journal_end "$JOB" cancelled || exit $NO_SPACE
now >"$JOB/cancelled" || exit $NO_SPACE
finish cancelled
