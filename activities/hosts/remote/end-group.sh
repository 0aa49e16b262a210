# end-group GROUP SCRIPT: ends the process group that SCRIPT was started in, and exits 0 once it is gone.
group=$1 script=$2
# The number may belong to something else by now: the leader's arguments still name the script.
if [ -r "/proc/$group/cmdline" ] && ! tr '\0' '\n' <"/proc/$group/cmdline" | grep -qxF "ringlift-$script"; then
  echo 'gone before'
  exit 0
fi
kill -s TERM -- "-$group" 2>/dev/null
# The leader, timeout, sends KILL five seconds after it got TERM.
looks=0
while kill -s 0 -- "-$group" 2>/dev/null; do
  looks=$((looks + 1))
  if [ "$looks" -gt 40 ]; then
    echo "process group $group is still there after TERM and KILL" >&2
    exit 1
  fi
  sleep 0.2
done
