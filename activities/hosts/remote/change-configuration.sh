# change-configuration STATE OWNER FENCE ENTRY TURN CONF HOME RELEASES BEFORE AFTER [FOLDER...]: below a stopped node
# standard input takes the place of CONF/cassandra.yaml. BEFORE and AFTER are the SHA-256 of the text that is replaced and
# of the one that replaces it. What each FOLDER of the node's state is like at this stop is kept for the start.
begin "$@"
shift 4
TURN=$1 CONF=$2 HOME_LINK=$3 RELEASES=$4 BEFORE=$5 AFTER=$6
shift 6
[ ! -e "$STATE/${TURN%%/*}/rollback.json" ] || refuse $NOT_AS_EXPECTED "a way back was begun on this node and is half done"
FILE=$(readlink -f "$CONF/cassandra.yaml")
[ -s "$FILE" ] || refuse $NOT_AS_EXPECTED "no cassandra.yaml in $CONF"
digest() { sha256sum <"$1" | cut -d ' ' -f 1; }
found=$(digest "$FILE")
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  # Started since, by an attempt whose reply was lost.
  if [ "$found" = "$AFTER" ]; then finish alreadyDone; fi
  refuse $NOT_AS_EXPECTED "the process runs: its configuration is changed only below a stopped node"
fi
mkdir -p "$STATE/$TURN" || refuse $NO_SPACE "cannot make $STATE/$TURN"
for folder in "$@"; do
  [ -d "$folder" ] || refuse $NOT_AS_EXPECTED "no folder $folder"
  printf '%s %s %s\n' "$(stat -c %U "$folder")" "$(find "$folder/" -type f | head -n 1000 | wc -l)" "$folder" ||
    refuse $NO_SPACE "cannot write $STATE/$TURN/folders.new"
done >"$STATE/$TURN/folders.new" || refuse $NO_SPACE "cannot write $STATE/$TURN/folders.new"
mv -f "$STATE/$TURN/folders.new" "$STATE/$TURN/folders" || refuse $NO_SPACE "cannot write $STATE/$TURN/folders"
if [ "$found" = "$AFTER" ]; then finish alreadyDone; fi
[ "$found" = "$BEFORE" ] || refuse $NOT_AS_EXPECTED "$FILE was changed by somebody meanwhile"
umask 077
cat >"$FILE.ringlift-new" || refuse $NO_SPACE "cannot write $FILE.ringlift-new"
if [ "$(digest "$FILE.ringlift-new")" != "$AFTER" ]; then
  rm -f "$FILE.ringlift-new"
  refuse $NO_SPACE "$FILE.ringlift-new did not get the whole text"
fi
chown --reference="$FILE" "$FILE.ringlift-new" 2>/dev/null
chmod --reference="$FILE" "$FILE.ringlift-new" || refuse $NO_SPACE "cannot give $FILE.ringlift-new its rights"
mv -f "$FILE.ringlift-new" "$FILE" || refuse $NO_SPACE "cannot put $FILE.ringlift-new in place of $FILE"
finish 'done'
