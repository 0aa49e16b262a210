# install-jdk STATE OWNER FENCE ENTRY SECONDS JAVA_HOME COMMAND...: lets the operator's own command bring the JDK that is to
# be at JAVA_HOME. The node may run meanwhile.
begin "$@"
shift 4
LIMIT=$1
RINGLIFT_JAVA_HOME=$2
export RINGLIFT_JAVA_HOME
shift 2
if [ -x "$RINGLIFT_JAVA_HOME/bin/java" ]; then finish alreadyDone; fi
timeout -k 10 "$LIMIT" "$@" </dev/null >"$STATE/jdk-output" 2>&1
code=$?
[ "$code" -eq 0 ] || refuse $NOT_AS_EXPECTED "jdk.install exited $code: $(tail -c 2000 "$STATE/jdk-output")"
[ -x "$RINGLIFT_JAVA_HOME/bin/java" ] ||
  refuse $NOT_AS_EXPECTED "jdk.install ended well, and there is no $RINGLIFT_JAVA_HOME/bin/java"
finish 'done'
