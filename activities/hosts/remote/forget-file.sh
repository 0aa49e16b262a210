# forget-file STATE OWNER FENCE ENTRY TAG NAME: what keep-file kept.
begin "$@"
shift 4
[ -e "$STATE/$1/$2" ] || finish alreadyDone
rm -f "$STATE/$1/$2"
finish 'done'
