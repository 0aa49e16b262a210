# make-restore-point STATE OWNER FENCE ENTRY TAG CONF HOME RELEASES FOLDER...: hard links of every live file of each
# FOLDER beside it, in FOLDER.TAG: what this node was at its last moment on the old release. Costs no space.
begin "$@"
shift 4
TAG=$1 CONF=$2 HOME_LINK=$3 RELEASES=$4
shift 4
POINT=$STATE/$TAG/restore-point
if [ -e "$POINT/complete" ]; then finish alreadyDone; fi
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  refuse $NOT_AS_EXPECTED "the process runs: a restore point is made only of a stopped node"
fi
rm -rf "$POINT"
mkdir -p "$POINT" || refuse $NO_SPACE "cannot make $POINT"
cp -a "$CONF" "$POINT/conf" 2>/dev/null || cp -a "$CONF/." "$POINT/conf" || refuse $NO_SPACE "cannot copy $CONF"
readlink -f "$HOME_LINK" >"$POINT/release"
for folder in "$@"; do
  [ -d "$folder" ] || refuse $NOT_AS_EXPECTED "no folder $folder"
  rm -rf "$folder.$TAG"
  mkdir -p "$folder.$TAG" || refuse $NO_SPACE "cannot make $folder.$TAG"
  if [ "$(stat -c %d "$folder")" != "$(stat -c %d "$folder.$TAG")" ]; then
    rmdir "$folder.$TAG"
    refuse $NOT_AS_EXPECTED "$folder is a mount point of its own: no hard links can be made beside it"
  fi
  chown --reference="$folder" "$folder.$TAG"
  chmod --reference="$folder" "$folder.$TAG"
  # Snapshots and backups are not live files.
  (cd "$folder" && find . -type d \( -name snapshots -o -name backups \) -prune -o -type f -print0 |
    xargs -0 -r cp -al --parents -t "$folder.$TAG") || refuse $NO_SPACE "linking $folder into $folder.$TAG failed"
  (cd "$folder" && find . -type d \( -name snapshots -o -name backups \) -prune -o -type f -printf '%p %s %i\n' | sort) \
    >"$POINT/live"
  (cd "$folder.$TAG" && find . -type f -printf '%p %s %i\n' | sort) >"$POINT/kept"
  cmp -s "$POINT/live" "$POINT/kept" || refuse $NOT_AS_EXPECTED "$folder.$TAG does not hold the files of $folder"
  printf '%s %s %s\n' "$(stat -c %U "$folder")" "$(wc -l <"$POINT/live")" "$folder" >>"$POINT/folders"
  rm -f "$POINT/live" "$POINT/kept"
done
sync -f "$POINT" 2>/dev/null || sync
now >"$POINT/complete"
cat "$POINT/folders"
finish 'done'
