# put-back-data STATE OWNER FENCE ENTRY TAG STAMP WAY SINCE TABLES CONF HOME RELEASES [ROLE FOLDER]...: makes the files of
# this node what the old release starts on. WAY is that of the ledger: nothing touches no file; binaries puts TABLES of
# the restore point back, "system/compaction_history" and others with blanks between them, or - for none; systemSchema
# system_schema as well; restorePoint all of it; snapshot the snapshot of TAG in its place. What is live is set aside,
# never deleted, under FOLDER.TAG.aside-STAMP; what is put back are hard links, so that the restore point and the
# snapshot stay whole. SINCE is the time of what is put back: what came after, the node owes a repair for. ROLE is data,
# commitlog, hints or saved_caches.
begin "$@"
shift 4
TAG=$1 STAMP=$2 WAY=$3 SINCE=$4 TABLES=$5 CONF=$6 HOME_LINK=$7 RELEASES=$8
shift 8
POINT=$STATE/$TAG/restore-point
RECORD=$STATE/$TAG/rolled-back/$STAMP
FOLDERS=$STATE/$TAG/rollback-folders
if [ -n "$(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES")" ]; then
  refuse $NOT_AS_EXPECTED "the process runs: files are put back only below a stopped node"
fi
mkdir -p "$RECORD" || refuse $NO_SPACE "cannot make $RECORD"
CHANGED=no

# folders ROLE...: the folders of these roles, resolved: behind a symlink may be another file system.
# The pairs are kept in a file, since a function has arguments of its own.
while [ $# -ge 2 ]; do
  # The loop's own result is that of its last command.
  printf '%s %s\n' "$1" "$(readlink -m "$2")" || refuse $NO_SPACE "cannot write $RECORD/pairs"
  shift 2
done >"$RECORD/pairs" || refuse $NO_SPACE "cannot write $RECORD/pairs"
folders() {
  for _role in "$@"; do sed -n "s/^$_role //p" "$RECORD/pairs"; done
}

# note ASIDE: whoever may delete it later finds it by this; written before there is something to delete.
note() {
  grep -qsxF -- "$1" "$RECORD/asides" || add_line "$RECORD/asides" "$1" ||
    refuse $NO_SPACE "cannot write $RECORD/asides"
}

# like FOLDER NEW: an empty folder with its owner and rights.
like() {
  mkdir -p "$2" && chown --reference="$1" "$2" && chmod --reference="$1" "$2" ||
    refuse $NO_SPACE "cannot make $2"
}

# listed FOLDER: every file in it, to compare hard links with what they are links of.
listed() { (cd "$1" && find . -type f -printf '%p %s %i\n' | sort); }

# linked KEPT NEW: NEW becomes hard links of all that is in KEPT.
linked() {
  rm -rf "$2"
  cp -al "$1" "$2" || refuse $NO_SPACE "linking $1 into $2 failed"
  [ "$(listed "$1")" = "$(listed "$2")" ] || refuse $NOT_AS_EXPECTED "$2 does not hold the files of $1"
}

# swap LIVE NEW ASIDE: NEW takes the place of LIVE, which becomes ASIDE. Two renames: cut off between them, LIVE is
# missing, nothing starts without it, and running again does the second.
swap() {
  if [ -e "$3" ]; then
    # Something made the folder anew in between: an empty one is in the way, files in it are somebody's.
    if [ -e "$2" ] && [ -e "$1" ]; then
      rmdir "$1" || refuse $NOT_AS_EXPECTED "$1 was made anew by somebody while it was set aside as $3"
    fi
    if [ -e "$2" ]; then
      mv -T "$2" "$1" || refuse $NO_SPACE "cannot put $2 in place of $1"
      CHANGED=yes
    fi
    [ -e "$1" ] || refuse $NOT_AS_EXPECTED "$1 is missing, and nothing is there to be put in its place"
    return
  fi
  note "$3"
  mv -T "$1" "$3" || refuse $NO_SPACE "cannot set $1 aside"
  mv -T "$2" "$1" || refuse $NO_SPACE "cannot put $2 in place of $1"
  CHANGED=yes
}

# replace FOLDER KEPT: hard links of KEPT take the place of FOLDER; without KEPT an empty folder does.
replace() {
  _aside=$1.$TAG.aside-$STAMP _new=$1.$TAG.back
  if [ ! -e "$_aside" ]; then
    [ -d "$1" ] || refuse $NOT_AS_EXPECTED "$1 is missing"
    if [ -d "$2" ]; then
      [ "$(stat -c %d "$1")" = "$(stat -c %d "$2")" ] ||
        refuse $NOT_AS_EXPECTED "$1 and $2 are not on one file system: no hard links lead from one to the other"
      linked "$2" "$_new"
    else
      rm -rf "$_new"
      like "$1" "$_new"
    fi
  fi
  swap "$1" "$_new" "$_aside"
}

# replace_caches FOLDER KEPT: a node can do without them. A disk of their own can't be set aside: they stay, and what the
# old release can't read of them it passes over.
replace_caches() {
  [ -d "$1" ] || [ -e "$1.$TAG.aside-$STAMP" ] || return 0
  if [ -d "$1" ] && [ "$(stat -c %d "$1")" != "$(stat -c %d "$1/..")" ]; then return 0; fi
  replace "$1" "$2"
}

# keep_snapshots FOLDER ASIDE: snapshots and backups stay where their tables are. A table without files has no folder
# in a restore point; that it was there before, its part of the backup shows.
keep_snapshots() {
  [ -d "$2" ] || return 0
  find "$2" -mindepth 3 -maxdepth 3 -type d \( -name snapshots -o -name backups \) >"$RECORD/kept" ||
    refuse $NO_SPACE "cannot list the snapshots below $2"
  while read -r _kept; do
    _table=$1${_kept#"$2"}
    _table=${_table%/*}
    if [ ! -d "$_table" ]; then
      [ -d "$_kept/$TAG" ] || continue
      [ -d "${_table%/*}" ] || like "${_kept%/*/*}" "${_table%/*}"
      like "${_kept%/*}" "$_table"
    fi
    [ -e "$_table/${_kept##*/}" ] || mv -T "$_kept" "$_table/${_kept##*/}" || refuse $NO_SPACE "cannot move $_kept back"
  done <"$RECORD/kept"
  rm -f "$RECORD/kept"
}

# put_part_back FOLDER PART: its system_schema or the folder of one table, whether both or only one of now and then are
# there.
put_part_back() {
  _kept=$1.$TAG/$2 _live=$1/$2
  # Of its own: after a cut, that of one part must not be taken for that of another.
  _aside=$1.$TAG.aside-$STAMP _new=$1.$TAG.back.$(printf '%s' "$2" | tr / .)
  [ -d "$_kept" ] || [ -d "$_live" ] || [ -d "$_aside/$2" ] || return 0
  if [ ! -e "$_aside/$2" ]; then
    if [ -d "$_kept" ]; then linked "$_kept" "$_new"; else rm -rf "$_new"; fi
    note "$_aside"
    [ -d "$_aside" ] || like "$1" "$_aside"
    case "$2" in
    */*)
      [ -d "$1/${2%/*}" ] || like "$1" "$1/${2%/*}"
      [ -d "$_aside/${2%/*}" ] || like "$1/${2%/*}" "$_aside/${2%/*}"
      ;;
    esac
    # Where there is none now, an empty one is set aside, so that what follows is the same.
    [ -d "$_live" ] || like "$1" "$_live"
    [ -d "$_new" ] || like "$_live" "$_new"
  fi
  swap "$_live" "$_new" "$_aside/$2"
  keep_snapshots "$1" "$_aside"
}

# put_tables_back FOLDER: those of TABLES, which the old release would skip with an error: it lacks one of their columns.
put_tables_back() {
  [ "$TABLES" != - ] || return 0
  for _table in $(printf '%s\n' "$TABLES" | tr ' ' '\n'); do
    for _root in "$1" "$1.$TAG" "$1.$TAG.aside-$STAMP"; do
      [ ! -d "$_root" ] || (cd "$_root" && find . -mindepth 2 -maxdepth 2 -type d -path "./$_table-*")
    done | sed 's|^\./||' | sort -u >"$RECORD/parts" || refuse $NO_SPACE "cannot write $RECORD/parts"
    for _part in $(cat "$RECORD/parts"); do put_part_back "$1" "$_part"; done
  done
  rm -f "$RECORD/parts"
}

# from_snapshot FOLDER NEW: NEW becomes hard links of the files of snapshot TAG, each in its table's folder. Tables
# without one stay empty.
from_snapshot() {
  rm -rf "$2"
  like "$1" "$2"
  find "$1" -mindepth 4 -maxdepth 4 -type d -path "*/snapshots/$TAG" >"$RECORD/kept" ||
    refuse $NO_SPACE "cannot list the snapshot below $1"
  while read -r _kept; do
    _from=${_kept%/snapshots/*}
    _table=$2${_from#"$1"}
    [ -d "${_table%/*}" ] || like "${_from%/*}" "${_table%/*}"
    like "$_from" "$_table"
    # manifest.json and schema.cql are the snapshot's own. Those of a secondary index lie in a folder of its name.
    (cd "$_kept" && find . -type f ! -name manifest.json ! -name schema.cql -print0 |
      xargs -0 -r cp -al --parents -t "$_table") || refuse $NO_SPACE "linking $_kept into $_table failed"
  done <"$RECORD/kept"
  rm -f "$RECORD/kept"
}

put_snapshot_back() {
  _aside=$1.$TAG.aside-$STAMP _new=$1.$TAG.back
  if [ ! -e "$_aside" ]; then
    [ -d "$1" ] || refuse $NOT_AS_EXPECTED "$1 is missing"
    from_snapshot "$1" "$_new"
  fi
  swap "$1" "$_new" "$_aside"
  keep_snapshots "$1" "$_aside"
}

# owe_repair: before anything is put back, so that it is never forgotten. What an earlier way back still owes is older.
owe_repair() {
  [ ! -s "$STATE/$TAG/owes-repair" ] || return 0
  printf '%s\n' "$SINCE" >"$STATE/$TAG/owes-repair.new" && mv -f "$STATE/$TAG/owes-repair.new" "$STATE/$TAG/owes-repair" ||
    refuse $NO_SPACE "cannot write $STATE/$TAG/owes-repair"
}

# The words of a list of paths, one a line: none of them has a blank that matters here.
set -f
IFS='
'
case "$WAY" in
nothing) ;;
binaries)
  for folder in $(folders data); do put_tables_back "$folder"; done
  ;;
systemSchema)
  [ -s "$POINT/complete" ] || refuse $NOT_AS_EXPECTED "there is no whole restore point in $POINT"
  found=
  for folder in $(folders data); do [ ! -d "$folder.$TAG/system_schema" ] || found=yes; done
  [ -n "$found" ] || refuse $NOT_AS_EXPECTED "the restore point holds no system_schema"
  for folder in $(folders data); do
    put_part_back "$folder" system_schema
    put_tables_back "$folder"
  done
  ;;
restorePoint)
  [ -s "$POINT/complete" ] || refuse $NOT_AS_EXPECTED "there is no whole restore point in $POINT"
  # All of them are looked at before the first is touched.
  while IFS=' ' read -r _ _ folder; do
    [ -d "$folder.$TAG" ] || refuse $NOT_AS_EXPECTED "$folder.$TAG of the restore point is missing"
  done <"$POINT/folders"
  owe_repair
  for folder in $(sed 's/^[^ ]* [^ ]* //' "$POINT/folders"); do
    replace "$folder" "$folder.$TAG"
    keep_snapshots "$folder" "$folder.$TAG.aside-$STAMP"
  done
  for folder in $(folders saved_caches); do replace_caches "$folder" "$folder.$TAG"; done
  ;;
snapshot)
  [ -n "$(folders data)" ] || refuse $NOT_AS_EXPECTED "no data folder is named"
  owe_repair
  for folder in $(folders data); do put_snapshot_back "$folder"; done
  for folder in $(folders commitlog hints); do replace "$folder" /nonexistent; done
  for folder in $(folders saved_caches); do replace_caches "$folder" /nonexistent; done
  ;;
*) refuse $NOT_AS_EXPECTED "there is no way back called $WAY" ;;
esac
# What the start must find: "OWNER FILES FOLDER" a line, as a restore point has it.
for folder in $(folders data commitlog hints); do
  [ -d "$folder" ] || refuse $NOT_AS_EXPECTED "$folder is missing"
  printf '%s %s %s\n' "$(stat -c %U "$folder")" "$(find "$folder" -type f | wc -l)" "$folder" ||
    refuse $NO_SPACE "cannot write $FOLDERS.new"
done >"$FOLDERS.new" || refuse $NO_SPACE "cannot write $FOLDERS.new"
for folder in $(folders data); do
  [ -n "$(find "$folder" -type f -print -quit)" ] || refuse $NOT_AS_EXPECTED "$folder is empty or not mounted"
done
sync -f "$FOLDERS.new" 2>/dev/null || sync
mv -f "$FOLDERS.new" "$FOLDERS" || refuse $NO_SPACE "cannot write $FOLDERS"
[ "$CHANGED" = no ] || finish 'done'
finish alreadyDone
