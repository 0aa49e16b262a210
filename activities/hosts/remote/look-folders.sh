# look-folders ROLE PATH [ROLE PATH ...]: existence, owner and size of each folder and of its file system.
while [ $# -ge 2 ]; do
  ROLE=$1 FOLDER=$2
  shift 2
  if [ -d "$FOLDER" ]; then
    # Of what is behind it, where it is a symlink.
    printf 'folder %s %s %s %s\n' "$ROLE" "$(stat -L -c %U "$FOLDER")" "$(du -sk "$FOLDER/." 2>/dev/null | cut -f 1)" \
      "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
    df -PB1 "$FOLDER" | tail -n 1 | while read -r _ total _ free _ mount; do
      printf 'disk %s %s %s %s\n' "$total" "$free" "$(printf %s "$mount" | base64 | tr -d '\n')" \
        "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
    done
  else
    printf 'missing %s - - %s\n' "$ROLE" "$(printf %s "$FOLDER" | base64 | tr -d '\n')"
  fi
done
