# finish-rollback STATE OWNER FENCE ENTRY TAG STAMP: this node is back. What the upgrade knew of it is put with the rest of
# the record: another upgrade begins anew. A repair that it owes stays owed.
begin "$@"
shift 4
TAG=$1 STAMP=$2
RECORD=$STATE/$TAG/rolled-back/$STAMP
[ -e "$STATE/$TAG/rollback.json" ] || finish alreadyDone
mkdir -p "$RECORD" || refuse $NO_SPACE "cannot make $RECORD"
rm -f "$STATE/$TAG/rollback-folders"
for file in baseline.json log-mark start-output; do
  [ ! -e "$STATE/$TAG/$file" ] || mv -f "$STATE/$TAG/$file" "$RECORD/$file" || refuse $NO_SPACE "cannot move $file"
done
mv -f "$STATE/$TAG/rollback.json" "$RECORD/rollback.json" || refuse $NO_SPACE "cannot move the note of the way back"
finish 'done'
