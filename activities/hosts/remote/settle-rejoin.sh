# settle-rejoin STATE OWNER FENCE ENTRY CONF: takes what was only for a node's first start out of its configuration: the lines
# between two marks. What the node runs with does not change by it. Last, the node is settled: it owns what it owned.
begin "$@"
shift 4
CONF=$1
result=alreadyDone
for name in cassandra.yaml jvm.options; do
  file=$CONF/$name
  [ -f "$file" ] && grep -q '^# Ringlift: first start out of DSE, begin' "$file" || continue
  grep -q '^# Ringlift: first start out of DSE, end' "$file" ||
    refuse $NOT_AS_EXPECTED "$file has the begin of what Ringlift wrote and not its end"
  cp -p "$file" "$file.ringlift-new" &&
    sed '/^# Ringlift: first start out of DSE, begin/,/^# Ringlift: first start out of DSE, end/d' "$file" >"$file.ringlift-new" &&
    [ -s "$file.ringlift-new" ] && mv -f "$file.ringlift-new" "$file" || refuse $NO_SPACE "cannot write $file"
  result='done'
done
if [ -e "$STATE/unsettled" ]; then
  rm -f "$STATE/unsettled" || refuse $NO_SPACE "cannot remove $STATE/unsettled"
  result='done'
fi
finish $result
