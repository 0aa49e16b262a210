# read-log STATE TAG LOG: what LOG got since the mark that the start left (or since its last start
# where there is no mark), at most the first and the last 400 KB of it: "bytes FROM TO" and the text.
STATE=$1 TAG=$2 LOG=$3
[ -e "$LOG" ] || { echo "no log $LOG" >&2; exit $NOT_AS_EXPECTED; }
inode=0 from=0
if [ -e "$STATE/$TAG/log-mark" ]; then read -r inode from <"$STATE/$TAG/log-mark"; fi
size=$(stat -c %s "$LOG")
if [ "$inode" = 0 ]; then
  from=$(grep -b -E 'Hostname: |Cassandra version: ' "$LOG" | grep 'Hostname' | tail -n 1 | cut -d : -f 1)
  from=${from:-0}
elif [ "$(stat -c %i "$LOG")" != "$inode" ] || [ "$size" -lt "$from" ]; then
  # Rotated meanwhile: the new file is all newer than the mark.
  from=0
fi
printf 'bytes %s %s\n' "$from" "$size"
tail -c "+$((from + 1))" "$LOG" | head -c 400000
[ $((size - from)) -le 800000 ] || { echo; tail -c 400000 "$LOG"; }
