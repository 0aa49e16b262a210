# unpack-release STATE OWNER FENCE ENTRY TARBALL SHA256 FOLDER HOME: unpacks the release beside the old one. It is made
# under another name and renamed when it is whole: wherever this is cut off, FOLDER is there whole or not at all.
begin "$@"
shift 4
TARBALL=$1 SHA256=$2 FOLDER=$3 HOME_LINK=$4
NEW=$FOLDER.ringlift-new
if [ "$(cat "$FOLDER/.ringlift-sha256" 2>/dev/null)" = "$SHA256" ]; then finish alreadyDone; fi
if [ -e "$FOLDER" ] && [ "$(readlink -f "$HOME_LINK")" = "$(readlink -f "$FOLDER")" ]; then
  refuse $NOT_AS_EXPECTED "$FOLDER is the installation in use"
fi
[ ! -e "$FOLDER" ] || refuse $NOT_AS_EXPECTED "$FOLDER exists and was not unpacked by Ringlift from this tarball"
FOUND=$(sha256sum "$TARBALL" | cut -d ' ' -f 1)
[ "$FOUND" = "$SHA256" ] || refuse $NOT_AS_EXPECTED "$TARBALL has sha256 $FOUND, not $SHA256"

# give_up CODE TEXT: nothing of an attempt that can't succeed stays.
give_up() {
  rm -rf "$NEW"
  refuse "$1" "$2"
}

rm -rf "$NEW"
mkdir -p "$NEW" || refuse $NO_SPACE "cannot make $NEW"
tar -xzf "$TARBALL" -C "$NEW" --strip-components=1 --no-same-owner ||
  give_up $NO_SPACE "unpacking $TARBALL into $NEW failed; it was removed"
# DSE has a launcher of its own, and Cassandra's configuration deeper down.
SHIPPED=conf
if [ -x "$NEW/bin/dse" ]; then SHIPPED=resources/cassandra/conf; fi
[ -x "$NEW/bin/cassandra" ] || [ -x "$NEW/bin/dse" ] ||
  give_up $NOT_AS_EXPECTED "$TARBALL holds no bin/cassandra"
[ -d "$NEW/$SHIPPED" ] || give_up $NOT_AS_EXPECTED "$TARBALL holds no $SHIPPED"
# The operator's files go into an empty conf folder; the release's own are kept beside for comparison.
mv "$NEW/$SHIPPED" "$NEW/$SHIPPED.release" && mkdir "$NEW/$SHIPPED" && echo "$SHA256" >"$NEW/.ringlift-sha256" ||
  give_up $NO_SPACE "cannot write into $NEW"
# Its content is on the disk before its name is.
sync -f "$NEW" 2>/dev/null || sync
# Before the name that means done: cut off here, the release is sent again, and no tarball is forgotten.
rm -f "$TARBALL"
mv -T "$NEW" "$FOLDER" || give_up $NO_SPACE "cannot rename $NEW"
finish 'done'
