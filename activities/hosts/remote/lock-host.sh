# lock-host STATE OWNER FENCE ENTRY: the host belongs to this upgrade until unlock-host.
begin "$@"
if [ -s "$STATE/lock" ]; then finish alreadyDone; fi
write_owned lock || exit $NO_SPACE
finish 'done'
