# Read by bin/cassandra after cassandra.in.sh: heap, logs of the garbage collector, JMX. Changes JVM_OPTS.

: "${CASSANDRA_LOG_DIR:=$CASSANDRA_HOME/logs}"

# --- Heap: set MAX_HEAP_SIZE, or leave it to a quarter of the memory, at least 1 GiB (of half of it), at most 8 GiB.
#MAX_HEAP_SIZE="4G"
#HEAP_NEWSIZE="800M"
if [ -z "$MAX_HEAP_SIZE" ]; then
    memory_mib=$(($(sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo) / 1024))
    half=$((memory_mib / 2))
    quarter=$((memory_mib / 4))
    [ "$half" -gt 1024 ] && half=1024
    [ "$quarter" -gt 8192 ] && quarter=8192
    heap_mib=$quarter
    [ "$half" -gt "$heap_mib" ] && heap_mib=$half
    MAX_HEAP_SIZE="${heap_mib}M"
fi
case " $JVM_OPTS" in
    *" -Xmx"*) ;;
    *) JVM_OPTS="$JVM_OPTS -Xms$MAX_HEAP_SIZE -Xmx$MAX_HEAP_SIZE" ;;
esac
case "$JVM_OPTS" in
    *+UseConcMarkSweepGC*)
        [ -n "$HEAP_NEWSIZE" ] && JVM_OPTS="$JVM_OPTS -Xmn$HEAP_NEWSIZE"
        ;;
esac

# Fewer arenas of glibc's malloc keep the resident memory of many threads in bounds.
: "${MALLOC_ARENA_MAX:=4}"
export MALLOC_ARENA_MAX

# --- The garbage collector's own log.
mkdir -p "$CASSANDRA_LOG_DIR" 2> /dev/null
if [ "$JAVA_VERSION" -ge 9 ]; then
    case "$JVM_OPTS" in
        *-Xlog:gc*) ;;
        *) JVM_OPTS="$JVM_OPTS -Xlog:gc=info,heap*=trace,age*=debug,safepoint=info,promotion*=trace:file=$CASSANDRA_LOG_DIR/gc.log:time,uptime,pid,tid,level:filecount=10,filesize=10485760" ;;
    esac
else
    JVM_OPTS="$JVM_OPTS -Xloggc:$CASSANDRA_LOG_DIR/gc.log"
fi

# Measures objects in memory for the memtables' limits.
[ -n "$jamm_jar" ] && JVM_OPTS="$JVM_OPTS -javaagent:$jamm_jar"

if [ -n "$CASSANDRA_HEAPDUMP_DIR" ]; then
    JVM_OPTS="$JVM_OPTS -XX:HeapDumpPath=$CASSANDRA_HEAPDUMP_DIR/cassandra-$(date +%s)-pid$$.hprof"
fi
JVM_ON_OUT_OF_MEMORY_ERROR_OPT="-XX:OnOutOfMemoryError=kill -9 %p"

# --- JMX, which nodetool uses: on this machine alone, without a password, unless LOCAL_JMX=no.
: "${LOCAL_JMX:=yes}"
: "${JMX_PORT:=7199}"
if [ "$LOCAL_JMX" = "yes" ]; then
    JVM_OPTS="$JVM_OPTS -Dcassandra.jmx.local.port=$JMX_PORT -Dcom.sun.management.jmxremote.authenticate=false"
else
    JVM_OPTS="$JVM_OPTS -Dcassandra.jmx.remote.port=$JMX_PORT -Dcom.sun.management.jmxremote.rmi.port=$JMX_PORT"
    JVM_OPTS="$JVM_OPTS -Dcom.sun.management.jmxremote.authenticate=true"
fi
JVM_OPTS="$JVM_OPTS -Dcom.sun.management.jmxremote.password.file=/etc/cassandra/jmxremote.password"

JVM_OPTS="$JVM_OPTS $JVM_EXTRA_OPTS"
