# keep-file STATE OWNER FENCE ENTRY TAG NAME: keeps standard input below STATE/TAG unless NAME is there already.
begin "$@"
shift 4
[ ! -s "$STATE/$1/$2" ] || finish alreadyDone
mkdir -p "$STATE/$1" && cat >"$STATE/$1/$2.new" && mv "$STATE/$1/$2.new" "$STATE/$1/$2" || exit $NO_SPACE
finish 'done'
