# finish-rollback STATE OWNER FENCE ENTRY TAG STAMP END: the way back is over. END "back": this node is back, and what the
# upgrade knew of it is put with the rest of the record: another upgrade begins anew. END "givenUp": it begins anew
# itself. What is set aside stays listed, and a repair that is owed stays owed.
begin "$@"
shift 4
TAG=$1 STAMP=$2 END=$3
RECORD=$STATE/$TAG/rolled-back/$STAMP
[ -e "$STATE/$TAG/rollback.json" ] || finish alreadyDone
mkdir -p "$RECORD" || refuse $NO_SPACE "cannot make $RECORD"
rm -f "$STATE/$TAG/rollback-folders"
# All of its tables are the restore point's again: another upgrade takes them away anew.
[ "$END" != back ] || rm -rf "$STATE/$TAG/system-tables" "$STATE/unsettled"
for file in baseline.json log-mark start-output; do
  [ "$END" = back ] || continue
  [ ! -e "$STATE/$TAG/$file" ] || mv -f "$STATE/$TAG/$file" "$RECORD/$file" || refuse $NO_SPACE "cannot move $file"
done
mv -f "$STATE/$TAG/rollback.json" "$RECORD/rollback.json" || refuse $NO_SPACE "cannot move the note of the way back"
finish 'done'
