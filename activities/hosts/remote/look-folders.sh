# look-folders ROLE PATH [ROLE PATH ...]: existence, owner and size of each folder and of its file system; of data folders
# also the newest two hundred snapshots, "snapshot SECONDS NAME" each. "mounted PATH": no hard links lead from it to what
# is beside it, as it is a mount point itself, or what is behind it is.
while [ $# -ge 2 ]; do
  ROLE=$1 FOLDER=$2
  shift 2
  if [ -d "$FOLDER" ]; then
    # Of what is behind it, where it is a symlink.
    printf 'folder %s %s %s %s\n' "$ROLE" "$(stat -L -c %U "$FOLDER")" "$(du -sk "$FOLDER/." 2>/dev/null | cut -f 1)" \
      "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
    REAL=$(readlink -f "$FOLDER")
    if [ "$(stat -c %d "$REAL")" != "$(stat -c %d "$(dirname "$REAL")")" ] ||
      [ "$(df -P "$FOLDER" | tail -n 1 | sed 's/^.*% //')" = "$REAL" ]; then
      printf 'mounted %s\n' "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
    fi
    df -PB1 "$FOLDER" | tail -n 1 | while read -r _ total _ free _ mount; do
      printf 'disk %s %s %s %s\n' "$total" "$free" "$(printf %s "$mount" | base64 | tr -d '\n')" \
        "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
    done
    # One line for each name, with the newest of its tables.
    [ "$ROLE" != data ] || find "$FOLDER/" -mindepth 4 -maxdepth 4 -path '*/snapshots/*' -type d -printf '%T@ %f\n' 2>/dev/null |
      sort -rn | awk '{ name = $0; sub(/^[^ ]* /, "", name); if (!seen[name]++ && n++ < 200) printf "snapshot %s\n", $0 }'
  else
    printf 'missing %s - - %s\n' "$ROLE" "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
    # Where Ringlift makes the folder itself: room is what the nearest one above it has.
    [ "$ROLE" = releases ] || continue
    ABOVE=$FOLDER
    while [ ! -d "$ABOVE" ]; do ABOVE=$(dirname "$ABOVE"); done
    df -PB1 "$ABOVE" | tail -n 1 | while read -r _ total _ free _ mount; do
      printf 'disk %s %s %s %s\n' "$total" "$free" "$(printf %s "$mount" | base64 | tr -d '\n')" \
        "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
    done
  fi
done
