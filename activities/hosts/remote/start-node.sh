# start-node STATE OWNER FENCE ENTRY TAG LOG SECONDS CONF HOME RELEASES NEW_FOLDER COMMAND...: starts the service, never on
# data folders that are missing, empty, unmounted or of another owner than at the stop.
begin "$@"
shift 4
TAG=$1 LOG=$2 LIMIT=$3 CONF=$4 HOME_LINK=$5 RELEASES=$6 NEW=$7
shift 7
pids() { cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"; }
in_use_is "$HOME_LINK" "$NEW" || refuse $NOT_AS_EXPECTED "$HOME_LINK does not point at $NEW"
# is_of_new JAR: it lies in the release that is to be started; of a package its name says so.
is_of_new() {
  [ -e "$1" ] || return 1
  if [ -d "$NEW" ]; then
    case "$1" in "$HOME_LINK"/* | "$NEW"/*) return 0 ;; esac
    case "$(readlink -f "${1%/*}")/" in "$(readlink -f "$NEW")"/*) return 0 ;; esac
    return 1
  fi
  _release=${NEW##*/apache-cassandra-}
  case "${1##*/}" in "apache-cassandra-$_release.jar" | "cassandra-all-$_release.jar") return 0 ;; esac
  return 1
}
# foreign_jar PID: Cassandra's jar in the class path of a process, where none that it names is of the release to be started.
# A class path by wildcards names none: then awaitServing asks the process itself.
foreign_jar() {
  tr '\0:' '\n\n' <"/proc/$1/cmdline" 2>/dev/null |
    grep -E '^/.*/(apache-cassandra|cassandra-all)-[0-9][^/]*\.jar$' | {
    _foreign=
    while read -r _jar; do
      if is_of_new "$_jar"; then exit 0; fi
      _foreign=$_jar
    done
    printf '%s' "$_foreign"
  }
}
for pid in $(pids); do
  jar=$(foreign_jar "$pid")
  [ -z "$jar" ] ||
    refuse $NOT_AS_EXPECTED "process $pid runs already, of $jar, which is not of $NEW: somebody else started it; stop it first"
done
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
