# look-rollback STATE TAG: what lies on a host about a way back, besides the node's files. Changes nothing.
STATE=$1 TAG=$2

cat_if_there() { [ ! -e "$1" ] || cat "$1"; }

# What earlier ways back set aside and nobody deleted yet, a path a line.
asides() {
  for _list in "$STATE/$TAG"/rolled-back/*/asides; do
    [ -s "$_list" ] || continue
    while read -r _path; do [ ! -e "$_path" ] || printf '%s\n' "$_path"; done <"$_list"
  done
}

section note cat_if_there "$STATE/$TAG/rollback.json"
section release cat_if_there "$STATE/$TAG/restore-point/release"
section complete cat_if_there "$STATE/$TAG/restore-point/complete"
section baseline cat_if_there "$STATE/$TAG/baseline.json"
section owes cat_if_there "$STATE/$TAG/owes-repair"
# Files were put back, or begun to be, by the way back that is noted.
put_back() {
  [ ! -e "$STATE/$TAG/rollback-folders" ] || echo yes
  _stamp=$(sed -n 's/.*"stamp":"\([0-9TZ]*\)".*/\1/p' "$STATE/$TAG/rollback.json" 2>/dev/null)
  [ -z "$_stamp" ] || [ ! -s "$STATE/$TAG/rolled-back/$_stamp/asides" ] || echo yes
}

section asides asides
section putBack put_back
