# rewrite-sstables STATE OWNER FENCE ENTRY SECONDS JOBS JAVA_HOME NODETOOL OPTION...
begin "$@"
shift 4
LIMIT=$1 JOBS=$2 JAVA=$3 NODETOOL=$4
shift 4
if [ "$JAVA" = - ]; then unset JAVA_HOME; else JAVA_HOME=$JAVA && export JAVA_HOME; fi
timeout -k 5 "$LIMIT" "$NODETOOL" "$@" upgradesstables -j "$JOBS" || refuse 1 "nodetool upgradesstables failed"
finish 'done'
