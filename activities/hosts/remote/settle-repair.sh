# settle-repair STATE OWNER FENCE ENTRY TAG: the repair that this node owed is done.
begin "$@"
shift 4
[ -e "$STATE/$1/owes-repair" ] || finish alreadyDone
rm -f "$STATE/$1/owes-repair"
finish 'done'
