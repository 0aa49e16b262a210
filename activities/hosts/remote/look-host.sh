# look-host HOME CONF RELEASES STATE [JDK_HOME...]: what the machine tells without Cassandra. Changes nothing.
HOME_LINK=$1 CONF=$2 RELEASES=$3 STATE=$4
shift 4

running() {
  for _pid in $(cassandra_pids "$CONF" "$HOME_LINK" "$RELEASES"); do
    _started=$(stat -c %Y "/proc/$_pid" 2>/dev/null) || continue
    printf '%s %s %s\n' "$_pid" "$(stat -c %U "/proc/$_pid")" "$_started"
    tr '\0' '\n' <"/proc/$_pid/cmdline" | grep -E '^-(Xmx|XX:MaxHeapSize=)' | tail -n 1
    readlink "/proc/$_pid/exe"
  done
}

jdks() {
  for _home in "$@" /usr/lib/jvm/* /opt/java/* /opt/jdk*; do
    [ -x "$_home/bin/java" ] || continue
    _version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$_home/release" 2>/dev/null)
    # Some packages ship no release file: then the JVM itself is asked.
    [ -n "$_version" ] || _version=$("$_home/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
    # By the name that the file may use, and by the one that a process shows.
    printf '%s %s\n%s %s\n' "$_home" "$_version" "$(readlink -f "$_home")" "$_version"
  done | sort -u
  _java=$(command -v java) && printf '%s %s\n' "$(dirname "$(dirname "$(readlink -f "$_java")")")" "path"
}

configuration() {
  [ -d "$CONF" ] || { echo "no folder $CONF" >&2; return 1; }
  for _file in "$CONF"/* "$CONF"/.[!.]*; do
    [ -f "$_file" ] || continue
    case "$_file" in
    *.yaml | *.yml | *.options | *.properties | *.xml | *.sh | *.conf | *.sample | */cqlshrc*)
      printf '%s %s\n' "$(basename "$_file")" "$(encoded "$_file")"
      ;;
    *) printf '%s !\n' "$(basename "$_file")" ;;
    esac
  done
}

# What the kernel lets gather of writes; a line that is not there is not known.
page_cache() {
  for _name in dirty_bytes dirty_ratio dirty_background_bytes dirty_background_ratio; do
    printf '%s %s\n' "$_name" "$(cat "/proc/sys/vm/$_name")" || return 1
  done
}

cat_if_there() { [ ! -e "$1" ] || cat "$1"; }

section name hostname
section clock date +%s%3N
section boot cat /proc/sys/kernel/random/boot_id
section memory sed -n 's/^MemTotal: *\([0-9]*\) kB/\1/p' /proc/meminfo
section release release_in_use "$HOME_LINK"
section link test -L "$HOME_LINK"
section pageCache page_cache
section running running
section jdks jdks "$@"
section configuration configuration
section lock cat_if_there "$STATE/lock"
section unsettled cat_if_there "$STATE/unsettled"
