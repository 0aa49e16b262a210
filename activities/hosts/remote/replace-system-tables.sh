# replace-system-tables STATE OWNER FENCE ENTRY TAG CONF HOME RELEASES PREPARED DATA_FOLDER...: takes the files of system.local
# and system.peers away from a stopped node, as they are in its restore point. PREPARED is "-", or a folder whose files
# (local/, peers/) take their place. A node that was switched and has written its own by now is left alone. Until settle-rejoin
# the node is unsettled, and a mark in STATE says so: whoever looks at it anew does not take it for done.
begin "$@"
shift 4
TAG=$1 CONF=$2 HOME_LINK=$3 RELEASES=$4 PREPARED=$5
shift 5
POINT=$STATE/$TAG/restore-point
[ ! -e "$STATE/$TAG/rollback.json" ] || refuse $NOT_AS_EXPECTED "a way back was begun on this node and is half done"
[ -s "$POINT/complete" ] || refuse $NOT_AS_EXPECTED "there is no restore point"
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  refuse $NOT_AS_EXPECTED "the process runs: system tables are replaced only below a stopped node"
fi
SWITCHED=yes
[ "$(readlink -f "$HOME_LINK")" != "$(cat "$POINT/release")" ] || SWITCHED=no
if [ "$PREPARED" != - ]; then
  for table in local peers; do
    [ -n "$(find "$PREPARED/$table" -maxdepth 1 -type f -name 'm?-*-big-Data.db' -print -quit 2>/dev/null)" ] ||
      refuse $NOT_AS_EXPECTED "$PREPARED/$table holds no sstable of 3.11 (m?-*-big-Data.db)"
  done
fi

# is_link_of KEPT FILE: both are one file.
is_link_of() { [ "$(stat -c %d:%i "$1" 2>/dev/null)" = "$(stat -c %d:%i "$2")" ]; }

# All of it is looked at before the first file is touched: each is a link of the restore point's, or was made since.
WORK=$STATE/$TAG/system-tables
mkdir -p "$WORK" || refuse $NO_SPACE "cannot make $WORK"
: >"$WORK/goes" && : >"$WORK/places" || refuse $NO_SPACE "cannot write into $WORK"
for folder in "$@"; do
  folder=$(readlink -f "$folder")
  for table in local peers; do
    for place in "$folder/system/$table"-*; do
      [ -d "$place" ] || continue
      printf '%s %s\n' "$table" "$place" >>"$WORK/places" || refuse $NO_SPACE "cannot write into $WORK"
      for file in "$place"/*; do
        [ -f "$file" ] || continue
        kept=$folder.$TAG${file#"$folder"}
        # What an attempt that was cut off had begun to copy goes too.
        if is_link_of "$kept" "$file" || [ "${file%.ringlift-new}" != "$file" ]; then
          printf '%s\n' "$file" >>"$WORK/goes" || refuse $NO_SPACE "cannot write into $WORK"
        elif [ "$SWITCHED" = no ] && ! cmp -s "$file" "$PREPARED/$table/${file##*/}"; then
          refuse $NOT_AS_EXPECTED "$file is not in the restore point: somebody wrote it since"
        fi
      done
    done
  done
done
grep -q '^local ' "$WORK/places" || refuse $NOT_AS_EXPECTED "no data folder holds system.local"

if [ "$SWITCHED" = no ]; then
  printf '%s\n' "$TAG" >"$STATE/unsettled.new" && mv -f "$STATE/unsettled.new" "$STATE/unsettled" ||
    refuse $NO_SPACE "cannot write $STATE/unsettled"
fi
# From here on the restore point has the only ones: it is not to be made anew from what is left.
: >"$WORK/begun" && { sync -f "$WORK" 2>/dev/null || sync; } || refuse $NO_SPACE "cannot write $WORK/begun"
result=alreadyDone
while IFS= read -r file; do
  rm -f "$file" || refuse $NO_SPACE "cannot remove $file"
  result='done'
done <"$WORK/goes"
if [ "$PREPARED" != - ] && [ "$SWITCHED" = no ]; then
  for table in local peers; do
    place=$(sed -n "s/^$table //p" "$WORK/places" | head -n 1)
    [ -n "$place" ] || refuse $NOT_AS_EXPECTED "no data folder holds system.$table"
    # What makes an sstable of the files comes last.
    for file in $(find "$PREPARED/$table" -maxdepth 1 -type f -printf '%f\n' | sort | awk '/-Data\.db$/ { last = last $0 "\n"; next } { print } END { printf "%s", last }'); do
      cmp -s "$PREPARED/$table/$file" "$place/$file" && continue
      cp "$PREPARED/$table/$file" "$place/$file.ringlift-new" && chown --reference="$place" "$place/$file.ringlift-new" &&
        mv -f "$place/$file.ringlift-new" "$place/$file" || refuse $NO_SPACE "cannot copy $file into $place"
      result='done'
    done
  done
fi
sync -f "$WORK" 2>/dev/null || sync
finish $result
