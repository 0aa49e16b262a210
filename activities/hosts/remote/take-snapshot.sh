# take-snapshot STATE OWNER FENCE ENTRY TAG SECONDS JAVA_HOME NODETOOL OPTION...: of all keyspaces.
begin "$@"
shift 4
TAG=$1 LIMIT=$2 JAVA=$3 NODETOOL=$4
shift 4
if [ "$JAVA" = - ]; then unset JAVA_HOME; else JAVA_HOME=$JAVA && export JAVA_HOME; fi
timeout -k 5 "$LIMIT" "$NODETOOL" "$@" snapshot -t "$TAG" || refuse 1 "nodetool snapshot -t $TAG failed"
finish 'done'
