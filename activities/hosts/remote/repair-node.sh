# repair-node STATE OWNER FENCE ENTRY TAG SECONDS JAVA_HOME NODETOOL OPTION...: full and sequential, once for this TAG.
begin "$@"
shift 4
TAG=$1 LIMIT=$2 JAVA=$3 NODETOOL=$4
shift 4
[ ! -e "$STATE/$TAG/repaired" ] || finish alreadyDone
if [ "$JAVA" = - ]; then unset JAVA_HOME; else JAVA_HOME=$JAVA && export JAVA_HOME; fi
timeout -k 5 "$LIMIT" "$NODETOOL" "$@" repair -full -seq
code=$?
[ "$code" -eq 0 ] || refuse 1 "nodetool repair -full -seq exited $code"
mkdir -p "$STATE/$TAG" && now >"$STATE/$TAG/repaired" || exit $NO_SPACE
finish 'done'
