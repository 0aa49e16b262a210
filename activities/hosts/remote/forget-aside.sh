# forget-aside STATE OWNER FENCE ENTRY TAG: deletes what ways back from this upgrade set aside on this node, and says
# what, "forgot PATH" a line. Not while one is half done, nor while a repair is owed: until then it may be all there is.
begin "$@"
shift 4
TAG=$1
[ ! -e "$STATE/$TAG/rollback.json" ] || refuse $NOT_AS_EXPECTED "a way back is half done on this node"
[ ! -e "$STATE/$TAG/owes-repair" ] || refuse $NOT_AS_EXPECTED "this node owes a repair: what it set aside may be the last of its kind"
result=alreadyDone
for list in "$STATE/$TAG"/rolled-back/*/asides; do
  [ -s "$list" ] || continue
  while read -r path; do
    case "$path" in
    /*".$TAG.aside-"*) ;;
    *) refuse $NOT_AS_EXPECTED "$list names $path, which no way back set aside" ;;
    esac
    [ -e "$path" ] || continue
    rm -rf "$path" || refuse 1 "cannot delete $path"
    echo "forgot $path"
    result='done'
  done <"$list"
  rm -f "$list"
done
finish $result
