# look-service HOME CONF RELEASES HINTS: which process is Cassandra's ("process PID/START SECONDS", START in ticks since
# boot, SECONDS since then), which collectors its command line chooses ("collector FLAG") and what waits in its folder of
# hints ("hints BYTES NAME"). Changes nothing.
HOME_LINK=$1 CONF=$2 RELEASES=$3 HINTS=$4
HZ=$(getconf CLK_TCK) UP=$(cut -d . -f 1 /proc/uptime)
for pid in $(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"); do
  # Behind the name in brackets, which may hold blanks.
  start=$(sed -n 's/^.*) //p' "/proc/$pid/stat" 2>/dev/null | cut -d ' ' -f 20)
  [ -n "$start" ] || continue
  printf 'process %s/%s %s\n' "$pid" "$start" $((UP - start / HZ))
  tr '\0' '\n' <"/proc/$pid/cmdline" | sed -n 's/^\(-XX:+Use[A-Za-z]*GC\)$/collector \1/p'
done
[ -d "$HINTS" ] || { echo "no folder of hints $HINTS" >&2; exit $NOT_AS_EXPECTED; }
# A file that was delivered meanwhile is gone, and is no failure.
find "$HINTS/" -ignore_readdir_race -maxdepth 1 -type f -name '*.hints' -printf 'hints %s %f\n' || exit $NOT_AS_EXPECTED
echo whole
