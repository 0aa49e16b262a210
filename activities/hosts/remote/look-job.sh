# look-job STATE ID BYTES: what job ID is at now, with the last BYTES of its outputs. Changes nothing.
JOB=$1/jobs/$2 BYTES=$3

facts() {
  [ -d "$JOB" ] || { echo 'state none'; return; }
  echo "state $(job_state "$JOB")"
  for _fact in request pid started limit ended exit cancelled; do
    [ ! -s "$JOB/$_fact" ] || printf '%s %s\n' "$_fact" "$(head -n 1 "$JOB/$_fact")"
  done
  [ "$(cat "$JOB/boot" 2>/dev/null)" = "$(boot_id)" ] || echo 'rebooted yes'
  [ ! -s "$JOB/started" ] || echo "seconds $(($(date +%s) - $(stat -c %Y "$JOB/started")))"
  for _stream in out err; do
    echo "$_stream $(stat -c %s "$JOB/$_stream" 2>/dev/null || echo 0)"
    [ ! -s "$JOB/$_stream.rest" ] || echo "$_stream-cut yes"
  done
}

# stream NAME: with a line between the beginning that was kept and the end.
stream() {
  [ -e "$JOB/$1" ] || return 0
  if [ -s "$JOB/$1.rest" ]; then
    { cat "$JOB/$1" && printf '\n[output left out here]\n' && cat "$JOB/$1.rest"; } | tail -c "$BYTES"
  else
    tail -c "$BYTES" "$JOB/$1"
  fi
}

section job facts
section out stream out
section err stream err
