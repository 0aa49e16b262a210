# list-sstables TAG FOLDER...: of every live sstable component "live SIZE INODE PATH", of every file of snapshot TAG
# "kept SIZE INODE PATH", the path relative to its data folder. TAG "-": no snapshot.
TAG=$1
shift
for folder in "$@"; do
  [ -d "$folder" ] || { echo "no folder $folder" >&2; exit $NOT_AS_EXPECTED; }
  cd "$folder" || exit $NOT_AS_EXPECTED
  find . -mindepth 3 -type d \( -name snapshots -o -name backups \) -prune -o -type f -name '*-*-*.db' -printf 'live %s %i %P\n'
  [ "$TAG" = - ] || find . -path "*/snapshots/$TAG/*" -type f -printf 'kept %s %i %P\n'
done
