# archive-release STATE OWNER FENCE ENTRY TAG STAMP LOG CONF HOME: keeps what the new release was on this node, for those
# who look for the cause: its logs, its configuration and what its start printed. Its binaries stay where they are.
begin "$@"
shift 4
TAG=$1 STAMP=$2 LOG=$3 CONF=$4 HOME_LINK=$5
ARCHIVE=$STATE/$TAG/rolled-back/$STAMP/new-release
[ ! -d "$ARCHIVE" ] || finish alreadyDone
rm -rf "$ARCHIVE.part"
# There may be passwords of key stores in it.
umask 077
mkdir -p "$ARCHIVE.part/logs" "$ARCHIVE.part/conf" || refuse $NO_SPACE "cannot make $ARCHIVE.part"
cp -a "$CONF/." "$ARCHIVE.part/conf" || refuse $NO_SPACE "cannot copy $CONF"
for file in "$LOG" "$(dirname "$LOG")/debug.log"; do
  [ ! -f "$file" ] || cp -p "$file" "$ARCHIVE.part/logs" || refuse $NO_SPACE "cannot copy $file"
done
[ ! -f "$STATE/$TAG/start-output" ] || cp -p "$STATE/$TAG/start-output" "$ARCHIVE.part" ||
  refuse $NO_SPACE "cannot copy $STATE/$TAG/start-output"
release_in_use "$HOME_LINK" >"$ARCHIVE.part/release" || refuse $NO_SPACE "cannot write into $ARCHIVE.part"
sync -f "$ARCHIVE.part" 2>/dev/null || sync
mv -T "$ARCHIVE.part" "$ARCHIVE" || refuse $NO_SPACE "cannot rename $ARCHIVE.part"
finish 'done'
