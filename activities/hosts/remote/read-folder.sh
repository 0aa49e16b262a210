# read-folder FOLDER: every text file of configuration in it, "NAME base64" a line; other files as "NAME !".
[ -d "$1" ] || { echo "no folder $1" >&2; exit $NOT_AS_EXPECTED; }
for _file in "$1"/* "$1"/.[!.]*; do
  [ -f "$_file" ] || continue
  case "$_file" in
  *.yaml | *.yml | *.options | *.properties | *.xml | *.sh | *.conf | *.sample | */cqlshrc*)
    printf '%s %s\n' "$(basename "$_file")" "$(encoded "$_file")"
    ;;
  *) printf '%s !\n' "$(basename "$_file")" ;;
  esac
done
