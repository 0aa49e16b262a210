# judge-configuration SECONDS JAVA_HOME RELEASE CONF: lets the release's own parser load CONF/cassandra.yaml, through
# its token generator, which reads the file and touches nothing else. Exit 0: accepted.
LIMIT=$1 JAVA=$2 RELEASE=$3 CONF=$4
CLASS_PATH=$CONF
# Packages have the release's own jar beside lib.
for jar in "$RELEASE"/*.jar "$RELEASE"/lib/*.jar; do [ ! -e "$jar" ] || CLASS_PATH="$CLASS_PATH:$jar"; done
# Names of classes stand uncompressed in a jar.
grep -qs org/apache/cassandra/tools/GenerateTokens.class "$RELEASE"/*cassandra*.jar "$RELEASE"/lib/*cassandra*.jar || exit $NO_SUCH_TOOL
major=$("$JAVA/bin/java" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' | head -n 1)
options=$(cat "$CONF"/jvm*-server.options 2>/dev/null | grep -E '^--add-(exports|opens) ?[=a-z]' | tr ' ' '=' | sort -u | tr '\n' ' ')
[ "${major:-8}" -ge 11 ] || options=
# Split at blanks on purpose, one option a word, and nothing else.
set -f
# shellcheck disable=SC2086
timeout -k 5 "$LIMIT" "$JAVA/bin/java" -Xmx256m -XX:TieredStopAtLevel=1 $options -cp "$CLASS_PATH" \
  "-Dcassandra.config=file://$CONF/cassandra.yaml" -Dcassandra.storagedir=/nonexistent/ringlift \
  -Dlogback.configurationFile=logback-tools.xml org.apache.cassandra.tools.GenerateTokens --rf 1 --tokens 1 --nodes 1 2>&1
