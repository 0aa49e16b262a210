# list-sstables TAG FOLDER...: of every live sstable component "live SIZE INODE PATH", of every file of snapshot TAG
# "kept SIZE INODE PATH", of each folder of it "taken SECONDS", of every sstable that a compaction or a flush still writes "new PATH", which all its components
# begin with. Paths are relative to their data folder. TAG "-": no snapshot. Exit 0: nothing was left out.
TAG=$1
shift

# Files come and go below a running node; what can't be read is another matter.
list() {
  find . -ignore_readdir_race "$@" || exit $NOT_AS_EXPECTED
}

for folder in "$@"; do
  [ -d "$folder" ] || { echo "no folder $folder" >&2; exit $NOT_AS_EXPECTED; }
  cd "$folder" || exit $NOT_AS_EXPECTED
  list -mindepth 3 -type d \( -name snapshots -o -name backups \) -prune -o -type f -name '*-*-*.db' -printf 'live %s %i %P\n'
  [ "$TAG" = - ] || list -path "*/snapshots/$TAG/*" -type f -printf 'kept %s %i %P\n'
  [ "$TAG" = - ] || list -path "*/snapshots/$TAG" -type d -printf 'taken %T@\n'
  # After the files, so that none of those above is taken for live whose log was not there yet.
  list -mindepth 3 -type f -name '*_txn_*.log' -not -path '*/snapshots/*' -printf '%P\n' | while read -r log; do
    sed -n "s|^ADD:\[.*/\([^/,]*\),.*|new ${log%/*}/\1|p" "$log" 2>/dev/null
  done
done
exit 0
