# Read by bin/cassandra and bin/nodetool: where things are, which java runs them, and its options.
# Gives CASSANDRA_HOME, CASSANDRA_CONF, CLASSPATH, JAVA, JAVA_VERSION, JVM_OPTS and cassandra_storagedir.

release_line="{{line}}"
{{supported}}

if [ -z "$CASSANDRA_HOME" ]; then
    CASSANDRA_HOME=$(cd -P "$(dirname "$0")/.." && pwd -P)
fi
: "${CASSANDRA_CONF:=$CASSANDRA_HOME/conf}"
: "${CASSANDRA_LOG_DIR:=$CASSANDRA_HOME/logs}"
cassandra_storagedir="$CASSANDRA_HOME/data"

CLASSPATH="$CASSANDRA_CONF"
for jar in "$CASSANDRA_HOME"/lib/*.jar; do
    CLASSPATH="$CLASSPATH:$jar"
    case "$jar" in
        */jamm-*.jar) jamm_jar="$jar" ;;
    esac
done
CLASSPATH="$CLASSPATH${EXTRA_CLASSPATH:+:$EXTRA_CLASSPATH}"

if [ -n "$JAVA_HOME" ]; then
    JAVA="$JAVA_HOME/bin/java"
else
    JAVA=$(command -v java)
fi
if [ -z "$JAVA" ] || [ ! -x "$JAVA" ]; then
    echo "Unable to find java executable. Check JAVA_HOME and PATH environment variables." >&2
    exit 1
fi

# `1.8.0_412` is Java 8, `17.0.15` is Java 17.
java_full_version=$("$JAVA" -version 2>&1 | sed -n 's/^[a-z]* version "\([^"]*\)".*/\1/p' | head -n 1)
case "$java_full_version" in
    1.*) JAVA_VERSION=${java_full_version#1.}; JAVA_VERSION=${JAVA_VERSION%%.*} ;;
    *) JAVA_VERSION=${java_full_version%%[!0-9]*} ;;
esac
if [ -z "$JAVA_VERSION" ]; then
    echo "Unable to read the version of $JAVA" >&2
    exit 1
fi

case "$release_line" in
    3.11)
        if [ "$JAVA_VERSION" -lt 8 ]; then
            echo "Cassandra 3.0 and later require Java 8u40 or later."
            exit 1
        fi
        options_files="$CASSANDRA_CONF/jvm.options"
        [ "${jvmoptions_variant}" = "-server" ] || options_files=""
        ;;
    4.*)
        if [ "$JAVA_VERSION" -ne 8 ] && [ "$JAVA_VERSION" -lt 11 ]; then
            echo "Cassandra 4.0 requires either Java 8 (update 151 or newer) or Java 11 (or newer)."
            exit 1
        fi
        # As released: anything from 11 on is treated as 11, and a 17 then stops at an option it does not know.
        options_java=11
        [ "$JAVA_VERSION" -eq 8 ] && options_java=8
        ;;
    *)
        case " $java_versions_supported " in
            *" $JAVA_VERSION "*) ;;
            *)
                if [ -z "$CASSANDRA_JDK_UNSUPPORTED" ]; then
                    echo "Unsupported Java $JAVA_VERSION. Supported are $java_versions_supported"
                    echo "If you would like to test with newer Java versions set CASSANDRA_JDK_UNSUPPORTED to any value (for example, CASSANDRA_JDK_UNSUPPORTED=true). Unset the parameter for default behavior"
                    exit 1
                fi
                ;;
        esac
        for options_java in $java_versions_supported; do
            [ "$options_java" -ge "$JAVA_VERSION" ] && break
        done
        ;;
esac
if [ "$release_line" != 3.11 ]; then
    variant=${jvmoptions_variant:--clients}
    options_files="$CASSANDRA_CONF/jvm$variant.options $CASSANDRA_CONF/jvm$options_java$variant.options"
fi
for options_file in $options_files; do
    [ -r "$options_file" ] && JVM_OPTS="$JVM_OPTS $(grep '^-' "$options_file" | tr '\n' ' ')"
done
