# start-node STATE OWNER FENCE ENTRY TAG LOG SECONDS CONF HOME RELEASES NEW_FOLDER COMMAND...: starts the service, never on
# data folders that are missing, empty, unmounted or of another owner than at the stop.
begin "$@"
shift 4
TAG=$1 LOG=$2 LIMIT=$3 CONF=$4 HOME_LINK=$5 RELEASES=$6 NEW=$7
shift 7
pids() { cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"; }
in_use_is "$HOME_LINK" "$NEW" || refuse $NOT_AS_EXPECTED "$HOME_LINK does not point at $NEW"
if [ -n "$(pids)" ]; then finish alreadyDone; fi
# A step of an upgrade that was ended, and goes on by itself, must not start what a way back has begun to put back.
BACK=$STATE/${TAG%%/*}/rollback.json
if [ -e "$BACK" ] && ! grep -qF "\"folder\":\"$NEW\"" "$BACK"; then
  refuse $NOT_AS_EXPECTED "a way back was begun on this node and is half done"
fi
# A way back has put other files there, and says so.
FOLDERS=$STATE/$TAG/rollback-folders
[ -s "$FOLDERS" ] || FOLDERS=$STATE/$TAG/restore-point/folders
# A restart without a change of the release makes no restore point.
[ -s "$FOLDERS" ] || FOLDERS=$STATE/$TAG/folders
[ -s "$FOLDERS" ] || refuse $NOT_AS_EXPECTED "there is no restore point"
while read -r owner files folder; do
  [ -d "$folder" ] || refuse $NOT_AS_EXPECTED "$folder is missing; at the stop it held $files files of $owner"
  [ "$(stat -c %U "$folder")" = "$owner" ] ||
    refuse $NOT_AS_EXPECTED "$folder belongs to $(stat -c %U "$folder"); at the stop to $owner"
  [ "$files" -eq 0 ] || [ -n "$(find "$folder" -type f -print -quit)" ] ||
    refuse $NOT_AS_EXPECTED "$folder is empty or not mounted; at the stop it held $files files"
done <"$FOLDERS"
# What the log gets from here on is of this start.
{ stat -c '%i %s' "$LOG" 2>/dev/null || echo '0 0'; } >"$STATE/$TAG/log-mark" || exit $NO_SPACE
# In a session of its own: a node that a plain command started must not end with this script's process group.
setsid -w "$@" 9>&- </dev/null >"$STATE/$TAG/start-output" 2>&1
code=$?
# A service script that exits 0 says nothing: the daemon may die seconds later. A process is what counts.
while [ -z "$(pids)" ] && [ "$LIMIT" -gt 0 ]; do
  sleep 1
  LIMIT=$((LIMIT - 1))
done
if [ -z "$(pids)" ]; then
  refuse $NOT_AS_EXPECTED "the start command exited $code and no process appeared: $(tail -c 2000 "$STATE/$TAG/start-output")"
fi
finish 'done'
