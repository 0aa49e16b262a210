# start-job STATE OWNER FENCE ENTRY ID REQUEST SECONDS LOST BYTES JAVA_HOME COMMAND...: starts COMMAND as job ID, which
# outlives this script and its SSH session, or finds it. Its result is for the REQUEST that asked for it last. It is
# ended after SECONDS; of its outputs BYTES each are kept, and the last of what is more. LOST says what becomes of a job
# that vanished without an exit code: "restart" or "keep". See docs/decisions/0011-jobs.md.
OF_JOB=${5-}
begin "$@"
shift 4
ID=$1 REQUEST=$2 LIMIT=$3 LOST=$4 BYTES=$5 JAVA=$6
shift 6
case "$ID" in '' | .* | *[!A-Za-z0-9._-]*) refuse $NOT_AS_EXPECTED "\"$ID\" can not be the name of a job" ;; esac
JOB=$STATE/jobs/$ID
result=started

# The job's own process, a session leader. It inherits the host's lock and lets go of it only when its pid is on the
# disk: whoever gets the lock after this script was killed finds either a job that runs or one that did nothing yet.
# shellcheck disable=SC2016
RUNNER='
job=$1 state=$2 entry=$3 limit=$4 bytes=$5
shift 5
now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
# An exit code has its room before anything is done, so that a full disk can not lose it.
now >"$job/started" && echo "    " >"$job/exit.new" && mkfifo "$job/out.pipe" "$job/err.pipe" || exit 1
echo "$$ $(sed "s/^.*) //" "/proc/$$/stat" | cut -d " " -f 20)" >"$job/pid.new" && mv "$job/pid.new" "$job/pid" || exit 1
exec 9>&-
# So that it still tells how a cancelled command ended; the command itself is ended by TERM.
trap : TERM HUP INT
# Reads to the end whatever happens: a command must not fail because its output has no room.
keep() {
  dd bs=65536 count="$bytes" iflag=count_bytes of="$job/$1" status=none
  tail -c 65536 >"$job/$1.rest" || cat >/dev/null
  [ -s "$job/$1.rest" ] || rm -f "$job/$1.rest"
}
keep out <"$job/out.pipe" 2>/dev/null & out=$!
keep err <"$job/err.pipe" 2>/dev/null & err=$!
timeout -k 10 "$limit" "$@" </dev/null >"$job/out.pipe" 2>"$job/err.pipe"
code=$?
# A daemon that the command left behind would hold the pipes open for ever.
{ looks=0; while [ "$looks" -lt 50 ]; do looks=$((looks + 1)); sleep 0.2; done; kill "$out" "$err"; } >/dev/null 2>&1 &
guard=$!
wait "$out"; wait "$err"
kill "$guard" 2>/dev/null
# Its end and the line that tells it are one to whoever holds the lock. The script that started it, or one that attaches,
# holds it for a moment; one that cancels it, to the end.
exec 9>"$state/lock.flock"
[ -e "$job/cancelling" ] || flock -w 10 9
now >"$job/ended"
printf "%4d" "$code" 1<>"$job/exit.new" && mv -f "$job/exit.new" "$job/exit"
# As append does: behind a line that was left half written it would be lost with it.
[ "$(tail -c 1 "$state/journal.jsonl" | wc -l)" -eq 1 ] || echo >>"$state/journal.jsonl"
printf "{\"at\":\"%s\",\"event\":\"jobEnded\",\"result\":\"exit-%s\",%s\n" "$(now)" "$code" "${entry#?}" >>"$state/journal.jsonl"
rm -f "$job/out.pipe" "$job/err.pipe"
'

# Of every job but those that run, the last five are kept.
clear_old() {
  for _old in "$STATE"/jobs/*; do
    [ -d "$_old" ] || continue
    case "$(job_state "$_old")" in
    running) continue ;;
    none) rm -rf "$_old" ;;
    *)
      mkdir -p "$STATE/past-jobs" &&
        mv -T "$_old" "$STATE/past-jobs/$(date -u +%Y%m%dT%H%M%S.%3NZ).${_old##*/}" || refuse $NO_SPACE "cannot move $_old"
      ;;
    esac
  done
  [ ! -d "$STATE/past-jobs" ] || ls -1r "$STATE/past-jobs" | tail -n +6 | while read -r _old; do
    rm -rf "$STATE/past-jobs/${_old:?}"
  done
}

asked_before() { [ "$(cat "$JOB/request")" = "$REQUEST" ] && [ ! -s "$JOB/cancelled" ]; }

case "$(job_state "$JOB")" in
running)
  printf '%s\n' "$REQUEST" >"$JOB/request.new" && mv -f "$JOB/request.new" "$JOB/request" ||
    refuse $NO_SPACE "cannot write $JOB/request"
  finish running
  ;;
ended)
  if asked_before; then finish ended; fi
  ;;
lost)
  how=$(how_lost "$JOB")
  if asked_before && [ "$LOST" != restart ]; then finish "$how"; fi
  result=restartedL${how#l}
  ;;
esac

clear_old
mkdir -p "$JOB" && printf '%s\n' "$REQUEST" >"$JOB/request" && printf '%s\n' "$@" >"$JOB/command" &&
  printf '%s\n' "$ENTRY" >"$JOB/entry" &&
  printf '%s\n' "$JOB $(date +%s%N).$$" >"$JOB/mark" && echo "$LIMIT" >"$JOB/limit" && boot_id >"$JOB/boot" ||
  refuse $NO_SPACE "cannot write into $JOB"
use_java "$JAVA" "$1"
ringlift_job=$(cat "$JOB/mark") setsid sh -c "$RUNNER" ringlift-job "$JOB" "$STATE" "$ENTRY" "$LIMIT" "$BYTES" "$@" </dev/null >/dev/null 2>"$JOB/trouble" &
runner=$!
looks=0
while [ ! -s "$JOB/pid" ]; do
  looks=$((looks + 1))
  if [ "$looks" -gt 500 ]; then kill -s KILL "$runner"; fi
  if [ -z "$(started_at "$runner")" ] && [ ! -s "$JOB/pid" ]; then
    refuse $NO_SPACE "the process of the job did not start: $(cat "$JOB/trouble")"
  fi
  sleep 0.02
done
finish $result
