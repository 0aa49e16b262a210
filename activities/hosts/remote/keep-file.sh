# keep-file STATE OWNER FENCE ENTRY TAG NAME [anew]: keeps standard input below STATE/TAG unless NAME is there already;
# "anew": in its place.
begin "$@"
shift 4
FILE=$STATE/$1/$2
if [ "${3:-}" != anew ] && [ -s "$FILE" ]; then finish alreadyDone; fi
mkdir -p "$STATE/$1" && cat >"$FILE.new" && mv "$FILE.new" "$FILE" || exit $NO_SPACE
finish 'done'
