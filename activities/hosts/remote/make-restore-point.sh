# make-restore-point STATE OWNER FENCE ENTRY TAG CONF HOME RELEASES FOLDER...: hard links of every live file of each
# FOLDER beside it, in FOLDER.TAG: what this node was at its last moment on the old release. Costs no space. "+FOLDER"
# may be missing, or a disk of its own: it is worth keeping and a node can do without.
begin "$@"
shift 4
TAG=$1 CONF=$2 HOME_LINK=$3 RELEASES=$4
shift 4
POINT=$STATE/$TAG/restore-point

[ ! -e "$STATE/$TAG/rollback.json" ] || refuse $NOT_AS_EXPECTED "a way back was begun on this node and is half done"

# live FOLDER FORMAT: prints each live file. Snapshots and backups, which lie in a table's folder, are none; a keyspace
# may bear such a name.
live() {
  (cd "$1" && find . -type d \( -path './*/*/snapshots' -o -path './*/*/backups' \) -prune -o -type f -printf "$2")
}

# expected: of what `live` prints what must be there still. Files that replace-system-tables took away are in the point alone.
TAKEN=$STATE/$TAG/system-tables/begun
expected() { if [ -e "$TAKEN" ]; then grep -vE '^\./system/(local|peers)-'; else cat; fi | sort; }

# A point that was made earlier counts unless the node ran on its old release again since then: it has moved on.
still_counts() {
  [ -s "$POINT/complete" ] && [ -s "$POINT/folders" ] || return 1
  [ "$(release_in_use "$HOME_LINK")" = "$(cat "$POINT/release")" ] || return 0
  while read -r _ _ _folder; do
    [ -d "$_folder.$TAG" ] || return 1
    [ "$(live "$_folder" '%p %s %i\n' | expected)" = "$(live "$_folder.$TAG" '%p %s %i\n' | expected)" ] || return 1
  done <"$POINT/folders"
}

if still_counts; then finish alreadyDone; fi
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  refuse $NOT_AS_EXPECTED "the process runs: a restore point is made only of a stopped node"
fi
[ ! -e "$TAKEN" ] ||
  refuse $NOT_AS_EXPECTED "system tables were taken away, and the node has changed since: $POINT has the only ones. Go back by ringlift rollback"
rm -rf "$POINT"
mkdir -p "$POINT/conf" || refuse $NO_SPACE "cannot make $POINT"
# What is in it also where CONF is a symlink, as packages make it.
cp -a "$CONF/." "$POINT/conf" || refuse $NO_SPACE "cannot copy $CONF"
release_in_use "$HOME_LINK" >"$POINT/release" || refuse $NO_SPACE "cannot write $POINT/release"
[ -s "$POINT/release" ] || refuse $NOT_AS_EXPECTED "which release is installed in $HOME_LINK is not known"
for folder in "$@"; do
  optional=no
  case "$folder" in +*) optional=yes folder=${folder#+} ;; esac
  [ "$optional" = no ] || [ -d "$folder" ] || continue
  [ -d "$folder" ] || refuse $NOT_AS_EXPECTED "no folder $folder"
  # Behind a symlink may be another file system, to which no hard link leads.
  folder=$(readlink -f "$folder")
  rm -rf "$folder.$TAG"
  mkdir -p "$folder.$TAG" || refuse $NO_SPACE "cannot make $folder.$TAG"
  if [ "$(stat -c %d "$folder")" != "$(stat -c %d "$folder.$TAG")" ]; then
    rmdir "$folder.$TAG"
    [ "$optional" = no ] || continue
    refuse $NOT_AS_EXPECTED "$folder is a mount point of its own: no hard links can be made beside it"
  fi
  chown --reference="$folder" "$folder.$TAG"
  chmod --reference="$folder" "$folder.$TAG"
  live "$folder" '%p\0' | (cd "$folder" && xargs -0 -r cp -al --parents -t "$folder.$TAG") ||
    refuse $NO_SPACE "linking $folder into $folder.$TAG failed"
  # Two lists that a full disk left empty are the same, too.
  live "$folder" '%p %s %i\n' | sort >"$POINT/live" && live "$folder.$TAG" '%p %s %i\n' | sort >"$POINT/kept" ||
    refuse $NO_SPACE "cannot write into $POINT"
  cmp -s "$POINT/live" "$POINT/kept" || refuse $NOT_AS_EXPECTED "$folder.$TAG does not hold the files of $folder"
  [ "$optional" = yes ] ||
    printf '%s %s %s\n' "$(stat -c %U "$folder")" "$(wc -l <"$POINT/live")" "$folder" >>"$POINT/folders" ||
    refuse $NO_SPACE "cannot write $POINT/folders"
  rm -f "$POINT/live" "$POINT/kept"
done
sync -f "$POINT" 2>/dev/null || sync
now >"$POINT/complete" || refuse $NO_SPACE "cannot write $POINT/complete"
cat "$POINT/folders"
finish 'done'
