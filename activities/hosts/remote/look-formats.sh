# look-formats STATE TAG COMPARE ROLE FOLDER [ROLE FOLDER ...]: what the files of a node say of going back. ROLE is data,
# commitlog or hints. COMPARE "yes": live files are compared with those of the restore point; of a running node they
# would differ from one moment to the next. Changes nothing. A section that exits other than 0 is not known.
STATE=$1 TAG=$2 COMPARE=$3
shift 3
POINT=$STATE/$TAG/restore-point
WORK=$(mktemp -d) || exit $NO_SPACE
trap 'rm -rf "$WORK"' EXIT
while [ $# -ge 2 ]; do
  echo "$2" >>"$WORK/$1" || exit $NO_SPACE
  shift 2
done

# in_each ROLE COMMAND...: runs it in each folder of that role; one that is not there, or can't be read, is no empty one.
in_each() {
  _role=$1
  shift
  [ -s "$WORK/$_role" ] || { echo "no $_role folder is named" >&2; return 1; }
  while read -r _folder; do
    (cd "$_folder" && "$@") || return 1
  done <"$WORK/$_role"
}

# Files come and go below a running node; what can't be read is another matter.
list_sstables() {
  find . -ignore_readdir_race -mindepth 3 -type d \( -name snapshots -o -name backups \) -prune -o \
    -type f -name '*-Data.db' -printf '%P\n'
}

# "COUNT KEYSPACE FORMAT" a line, such as "12 shop big-nb"; a name that tells none is of format "unknown".
sstables() {
  in_each data list_sstables >"$WORK/live" || { rm -f "$WORK/live"; return 1; }
  sed -n -e 's|^\([^/]*\)/.*/\([a-z][a-z]\)-[0-9a-z_]*-\([a-z]*\)-Data\.db$|\1 \3-\2|p' -e t \
    -e 's|^\([^/]*\)/.*|\1 unknown|p' "$WORK/live" | sort | uniq -c
}

metadata_log() {
  [ -e "$WORK/live" ] || return 1
  grep -c '^system/local_metadata_log-' "$WORK/live" || [ $? -eq 1 ]
}

list_here() {
  find . -ignore_readdir_race -maxdepth 1 -type f "$@" -printf '%f\n'
}

# Distinct versions, one a line; 0: a name without one.
commit_logs() {
  in_each commitlog list_here -name 'CommitLog-*.log' >"$WORK/names" || return 1
  sed -e 's/^CommitLog-\([0-9][0-9]*\)-[0-9][0-9]*\.log$/\1/' -e t -e 's/.*/0/' "$WORK/names" | sort -un
}

# What Cassandra found corrupt it has renamed, and leaves alone.
hints() {
  in_each hints list_here -name '*.hints' ! -name '*.corrupt.hints' >"$WORK/names" || return 1
  sed -e 's/^[0-9A-Fa-f-]*-[0-9][0-9]*-\([0-9][0-9]*\)\.hints$/\1/' -e t -e 's/.*/0/' "$WORK/names" | sort -un
}

# "complete TIME", "release FOLDER", and "lacks WHAT" for each thing that is not as it was left.
restore_point() {
  [ -d "$POINT" ] || return 0
  if [ -s "$POINT/complete" ]; then echo "complete $(cat "$POINT/complete")"; else echo "lacks its end: it was cut off"; fi
  if [ -s "$POINT/release" ]; then echo "release $(cat "$POINT/release")"; else echo "lacks the name of its release"; fi
  [ -s "$POINT/conf/cassandra.yaml" ] || echo "lacks its cassandra.yaml"
  [ -s "$POINT/folders" ] || { echo "lacks the list of its folders"; return 0; }
  while read -r _ _files _folder; do
    if [ ! -d "$_folder.$TAG" ]; then
      echo "lacks $_folder.$TAG"
    elif [ "$_files" -gt 0 ] && [ -z "$(find "$_folder.$TAG" -type f -print -quit)" ]; then
      echo "lacks the files of $_folder.$TAG"
    fi
  done <"$POINT/folders"
}

configuration() { [ ! -e "$POINT/conf/cassandra.yaml" ] || cat "$POINT/conf/cassandra.yaml"; }

# As make-restore-point sees them.
live() {
  (cd "$1" && find . -type d \( -path './*/*/snapshots' -o -path './*/*/backups' \) -prune -o -type f -printf '%p %s %i\n')
}

# How many files differ; "-": not compared.
changed() {
  if [ "$COMPARE" != yes ] || [ ! -s "$POINT/complete" ]; then echo - && return; fi
  : >"$WORK/differ" || return 1
  while read -r _ _ _folder; do
    live "$_folder" >"$WORK/now" && live "$_folder.$TAG" >"$WORK/then" || return 1
    sort -o "$WORK/now" "$WORK/now" && sort -o "$WORK/then" "$WORK/then" || return 1
    comm -3 "$WORK/now" "$WORK/then" >>"$WORK/differ" || return 1
  done <"$POINT/folders"
  wc -l <"$WORK/differ"
}

list_snapshots() {
  find . -ignore_readdir_race -mindepth 5 -maxdepth 5 -type f -path "*/snapshots/$TAG/manifest.json" -printf '%T@\n'
}

# "tables COUNT SECONDS" with the oldest manifest's time, and "begun TIME" when Ringlift began to take it.
snapshot() {
  in_each data list_snapshots >"$WORK/manifests" || return 1
  [ -s "$WORK/manifests" ] || return 0
  echo "tables $(wc -l <"$WORK/manifests") $(sort -n "$WORK/manifests" | head -n 1 | cut -d . -f 1)"
  grep -s '"step":"takeSnapshot"' "$STATE/journal.jsonl" | grep '"event":"begin"' | grep -F "\"tag\":\"$TAG\"" |
    tail -n 1 | sed -n 's/^{"at":"\([^"]*\)".*/begun \1/p'
}

# Since when a node that went back misses writes that no repair has brought yet.
owes_repair() { [ ! -e "$STATE/$TAG/owes-repair" ] || cat "$STATE/$TAG/owes-repair"; }

section sstables sstables
section metadataLog metadata_log
section commitLogs commit_logs
section hints hints
section restorePoint restore_point
section configuration configuration
section changed changed
section snapshot snapshot
section owesRepair owes_repair
