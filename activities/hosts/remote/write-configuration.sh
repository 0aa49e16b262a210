# write-configuration STATE OWNER FENCE ENTRY CONF TARGET SHIPPED [KEEP_AS_IS...]: fills TARGET, which is not in use
# yet. SHIPPED is the release's own conf folder: what only it has, such as a folder, comes along.
# Standard input: "NAME base64" a line. Rights and owner of each file are those of its namesake in CONF.
begin "$@"
shift 4
CONF=$1 TARGET=$2 SHIPPED=$3
shift 3
[ -d "$CONF" ] || refuse $NOT_AS_EXPECTED "no folder $CONF"
[ "$(readlink -f "$CONF")" != "$(readlink -f "$TARGET")" ] || refuse $NOT_AS_EXPECTED "$TARGET is in use already"
rm -rf "$TARGET.ringlift-new"
# There may be passwords of key stores in it: nobody else reads it before it has the rights of its namesake.
umask 077
mkdir "$TARGET.ringlift-new" || refuse $NO_SPACE "cannot make $TARGET.ringlift-new"
while IFS= read -r line; do
  # A name may have blanks, its content has none.
  name=${line% *} content=${line##* }
  file="$TARGET.ringlift-new/$name"
  { [ "$content" = - ] || printf %s "$content" | base64 -d; } >"$file" || refuse $NO_SPACE "cannot write $file"
  if [ -e "$CONF/$name" ]; then
    chown --reference="$CONF/$name" "$file" 2>/dev/null
    chmod --reference="$CONF/$name" "$file"
  else
    chmod 644 "$file"
  fi
done
for name in "$@"; do
  cp -a "$CONF/$name" "$TARGET.ringlift-new/$name" || refuse $NO_SPACE "cannot copy $CONF/$name"
done
# Folders, such as triggers: the operator's first.
for folder in "$CONF" "$SHIPPED"; do
  for entry in "$folder"/* "$folder"/.[!.]*; do
    name=$(basename "$entry")
    if [ "$folder" = "$CONF" ] && [ ! -d "$entry" ]; then continue; fi
    # What says where the node is comes from the operator alone: one that he deleted must not come back.
    case "$name" in cassandra-topology.properties | cassandra-rackdc.properties) continue ;; esac
    if [ ! -e "$entry" ] || [ -e "$TARGET.ringlift-new/$name" ]; then continue; fi
    cp -a "$entry" "$TARGET.ringlift-new/$name" || refuse $NO_SPACE "cannot copy $entry"
  done
done
chown --reference="$CONF" "$TARGET.ringlift-new" 2>/dev/null
chmod --reference="$CONF" "$TARGET.ringlift-new"
if [ -d "$TARGET" ] && diff -rq "$TARGET" "$TARGET.ringlift-new" >/dev/null; then
  rm -rf "$TARGET.ringlift-new" "$TARGET.ringlift-old"
  finish alreadyDone
fi
rm -rf "$TARGET.ringlift-old"
if [ -e "$TARGET" ]; then mv "$TARGET" "$TARGET.ringlift-old" || exit $NO_SPACE; fi
mv "$TARGET.ringlift-new" "$TARGET" || refuse $NO_SPACE "cannot rename $TARGET.ringlift-new"
rm -rf "$TARGET.ringlift-old"
finish 'done'
