# clear-snapshot STATE OWNER FENCE ENTRY TAG SECONDS JAVA_HOME NODETOOL OPTION...
begin "$@"
shift 4
TAG=$1 LIMIT=$2 JAVA=$3 NODETOOL=$4
shift 4
use_java "$JAVA" "$NODETOOL"
timeout -k 5 "$LIMIT" "$NODETOOL" "$@" clearsnapshot -t "$TAG" || refuse 1 "nodetool clearsnapshot -t $TAG failed"
finish 'done'
