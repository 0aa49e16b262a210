# unpack-release STATE OWNER FENCE ENTRY TARBALL SHA256 FOLDER HOME: unpacks the release beside the old one.
# The folder's marker is written last, so that a folder without it is a half-done one and is made again.
begin "$@"
shift 4
TARBALL=$1 SHA256=$2 FOLDER=$3 HOME_LINK=$4
if [ "$(cat "$FOLDER/.ringlift-sha256" 2>/dev/null)" = "$SHA256" ]; then finish alreadyDone; fi
if [ -e "$FOLDER" ] && [ ! -e "$FOLDER/.ringlift-unpacking" ]; then
  refuse $NOT_AS_EXPECTED "$FOLDER exists and was not unpacked by Ringlift from this tarball"
fi
if [ "$(readlink -f "$HOME_LINK")" = "$(readlink -f "$FOLDER")" ]; then
  refuse $NOT_AS_EXPECTED "$FOLDER is the installation in use"
fi
FOUND=$(sha256sum "$TARBALL" | cut -d ' ' -f 1)
[ "$FOUND" = "$SHA256" ] || refuse $NOT_AS_EXPECTED "$TARBALL has sha256 $FOUND, not $SHA256"
rm -rf "$FOLDER"
umask 022
mkdir -p "$FOLDER" && : >"$FOLDER/.ringlift-unpacking" || refuse $NO_SPACE "cannot make $FOLDER"
if ! tar -xzf "$TARBALL" -C "$FOLDER" --strip-components=1 --no-same-owner; then
  rm -rf "$FOLDER"
  refuse $NO_SPACE "unpacking $TARBALL into $FOLDER failed; the half-unpacked folder was removed"
fi
[ -x "$FOLDER/bin/cassandra" ] || refuse $NOT_AS_EXPECTED "$TARBALL holds no bin/cassandra"
# The operator's files go into an empty conf folder; the release's own are kept beside for comparison.
mv "$FOLDER/conf" "$FOLDER/conf.release" && mkdir "$FOLDER/conf"
echo "$SHA256" >"$FOLDER/.ringlift-sha256.new" && mv "$FOLDER/.ringlift-sha256.new" "$FOLDER/.ringlift-sha256"
rm -f "$FOLDER/.ringlift-unpacking"
finish 'done'
