# read-log STATE TAG LOG: what LOG got since the mark that the start left (or since its last start where there is no
# mark): "bytes FROM TO" and the text; of more than 800 KB the first and the last 400.
STATE=$1 TAG=$2 LOG=$3
[ -e "$LOG" ] || { echo "no log $LOG" >&2; exit $NOT_AS_EXPECTED; }
inode=0 from=0
if [ -e "$STATE/$TAG/log-mark" ]; then read -r inode from <"$STATE/$TAG/log-mark"; fi
size=$(stat -c %s "$LOG")
if [ "$inode" = 0 ]; then
  # The first line of a start that every release prints.
  from=$(grep -a -b 'Hostname: ' "$LOG" | tail -n 1 | cut -d : -f 1)
  from=${from:-0}
elif [ "$(stat -c %i "$LOG")" != "$inode" ] || [ "$size" -lt "$from" ]; then
  # Rotated meanwhile: the new file is all newer than the mark.
  from=0
fi
printf 'bytes %s %s\n' "$from" "$size"
if [ $((size - from)) -le 800000 ]; then
  tail -c "+$((from + 1))" "$LOG" | head -c 800000
else
  tail -c "+$((from + 1))" "$LOG" | head -c 400000
  echo
  tail -c "+$((size - 400000 + 1))" "$LOG" | head -c 400000
fi
