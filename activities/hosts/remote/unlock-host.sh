# unlock-host STATE OWNER FENCE ENTRY
begin "$@"
[ -e "$STATE/lock" ] || finish alreadyDone
rm -f "$STATE/lock"
finish 'done'
