# end-group GROUP SCRIPT: ends the process group that SCRIPT was started in, and exits 0 once it is gone.
group=$1 script=$2

alive() {
  kill -s 0 -- "-$group" 2>/dev/null || return 1
  [ -r /proc/self/stat ] || return 0
  # What has ended but was not yet fetched by its parent is still in the group, and does nothing any more.
  cat /proc/[0-9]*/stat 2>/dev/null | sed 's/^.*) //' |
    awk -v group="$group" '$3 == group && $1 != "Z" { found = 1 } END { exit !found }'
}

# The number may belong to something else by now: the leader's arguments still name the script.
if [ -r "/proc/$group/cmdline" ] && ! tr '\0' '\n' <"/proc/$group/cmdline" | grep -qxF "ringlift-$script"; then
  echo 'gone before'
  exit 0
fi
kill -s TERM -- "-$group" 2>/dev/null
# The leader, timeout, sends KILL five seconds after it got TERM.
looks=0
while alive; do
  looks=$((looks + 1))
  if [ "$looks" -gt 35 ]; then
    echo "process group $group is still there after TERM and KILL" >&2
    exit 1
  fi
  sleep 0.2
done
