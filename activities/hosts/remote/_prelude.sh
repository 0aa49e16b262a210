# Functions shared by every script. A script runs as: sh -c '<this><the script>' ringlift-NAME ARG...
set -u
PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
LC_ALL=C
export LC_ALL PATH
umask 022

# Exit codes that mean the same in every script; activities/hosts/exit-codes.ts names them.
# shellcheck disable=SC2034
BUSY=75 OWNED=76 FENCED=77 NOT_AS_EXPECTED=78 NO_SPACE=79 NO_SUCH_TOOL=80

# section NAME COMMAND...: runs it and prints "NAME exit stdout stderr", both outputs in base64 ("-" when empty).
# Its variables have names that no COMMAND has for its own.
section() {
  _section=$1
  shift
  _section_out=$(mktemp) && _section_err=$(mktemp) || exit $NO_SPACE
  "$@" >"$_section_out" 2>"$_section_err" </dev/null
  print_section "$_section" $? "$_section_out" "$_section_err"
  rm -f "$_section_out" "$_section_err"
}

print_section() {
  printf '%s %s %s %s\n' "$1" "$2" "$(encoded "$3")" "$(encoded "$4")"
}

encoded() {
  if [ -s "$1" ]; then base64 <"$1" | tr -d '\n'; else printf -- -; fi
}

now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }

# begin STATE OWNER FENCE ENTRY: takes the host's lock for this script and writes the journal. STATE is a folder,
# OWNER names the upgrade, FENCE is a number that only grows, ENTRY is a JSON object that says what is done.
# File descriptor 9 holds the lock: whatever outlives the script must be started with 9>&-. OF_JOB, set before, is the
# job that the script is about, "any" for one that a job does not mind.
OF_JOB=
begin() {
  STATE=$1 OWNER=$2 FENCE=$3 ENTRY=$4
  mkdir -p "$STATE" || exit $NO_SPACE
  exec 9>"$STATE/lock.flock" || exit $NO_SPACE
  flock -w 30 9 || { echo "another Ringlift action runs on this host" >&2; exit $BUSY; }
  if [ -s "$STATE/lock" ]; then
    { read -r _owner; read -r _fence; } <"$STATE/lock"
    if [ "$_owner" != "$OWNER" ]; then echo "$_owner" >&2; exit $OWNED; fi
    refuse_older "$_fence"
    write_owned lock
  fi
  # Also while nobody has locked the host.
  if [ -s "$STATE/fence" ]; then
    { read -r _owner; read -r _fence; } <"$STATE/fence"
    [ "$_owner" != "$OWNER" ] || refuse_older "$_fence"
  fi
  settle_jobs
  write_owned fence || exit $NO_SPACE
  if [ -s "$STATE/switching" ]; then undo_half_switch <"$STATE/switching"; fi
  if [ -s "$STATE/switching-package" ]; then settle_half_package <"$STATE/switching-package"; fi
  journal begin
}

# refuse_older FENCE: a timed-out attempt that still lives somewhere must not act after its retry has.
refuse_older() {
  if [ "$1" -gt "$FENCE" ]; then echo "$1" >&2; exit $FENCED; fi
}

# settle_jobs: a job outlives the script that started it, and holds the host as that script did. What was lost has its
# end in the journal as any other.
settle_jobs() {
  for _each in "$STATE"/jobs/*; do
    case "$(job_state "$_each")" in
    running)
      case "$OF_JOB" in any | "${_each##*/}") continue ;; esac
      echo "job ${_each##*/} runs since $(cat "$_each/started"), process $(cut -d ' ' -f 1 "$_each/pid")" >&2
      exit $BUSY
      ;;
    lost)
      [ ! -e "$_each/lost" ] || continue
      how_lost "$_each" >"$_each/lost" && journal_end "$_each" "$(cat "$_each/lost")" || exit $NO_SPACE
      ;;
    esac
  done
}

# how_lost JOB
how_lost() {
  if [ "$(cat "$1/boot")" = "$(boot_id)" ]; then echo lostWithoutReboot; else echo lostByReboot; fi
}

# journal_end JOB RESULT: the line that says that a job is over, in the name of what started it.
journal_end() {
  _entry=$(cat "$1/entry")
  append "$STATE/journal.jsonl" "{\"at\":\"$(now)\",\"event\":\"jobEnded\",\"result\":\"$2\",${_entry#?}"
}

# undo_half_switch: switch-release was cut off before its end. The operator's configuration is put back where it was,
# and the merged one where it waited, so that every step finds what it found before the switch.
undo_half_switch() {
  read -r _conf
  read -r _aside
  read -r _staged
  read -r _home
  read -r _new
  if [ "$(readlink -f "$_home")" != "$(readlink -f "$_new")" ] && [ -e "$_aside" ]; then
    [ ! -e "$_conf" ] || mv -T "$_conf" "$_staged" || exit $NO_SPACE
    mv -T "$_aside" "$_conf" || exit $NO_SPACE
  fi
  rm -f "$STATE/switching"
}

# settle_half_package: a change of packages was cut off. What keeps their scripts from starting the service is taken away,
# and while the new package is not in place the operator's configuration lies again where it was, as it was.
settle_half_package() {
  read -r _conf
  read -r _aside
  read -r _home
  read -r _new
  read -r _service
  open_policy
  [ "$_service" = - ] || systemctl unmask --runtime "$_service" >/dev/null 2>&1
  if in_use_is "$_home" "$_new"; then
    if [ ! -e "$_conf" ] && [ -e "$_conf.ringlift-old" ]; then
      mv -T "$_conf.ringlift-old" "$_conf" || exit $NO_SPACE
    fi
    return 0
  fi
  if [ -e "$_aside" ]; then
    rm -rf "$_conf" "$_conf.ringlift-copy"
    mv -T "$_aside" "$_conf" || exit $NO_SPACE
  fi
  rm -f "$STATE/switching-package"
}

# What invoke-rc.d of Debian's packages asks before it starts or stops a service. Another one, of the operator, is kept
# beside and put back.
policy_file() { printf '%s\n' "${ringlift_policy_file:-/usr/sbin/policy-rc.d}"; }

open_policy() {
  _policy=$(policy_file)
  ! grep -qsxF '# ringlift' "$_policy" || rm -f "$_policy"
  if [ -e "$_policy.ringlift-kept" ] && [ ! -e "$_policy" ]; then mv -T "$_policy.ringlift-kept" "$_policy"; fi
}

# release_in_use HOME: the folder that HOME leads to as a symlink; or, where HOME is the folder of a package,
# HOME/apache-cassandra-RELEASE after the jar there. Nothing where there are several, or none.
release_in_use() {
  if [ -L "$1" ]; then
    readlink -f "$1"
    return
  fi
  set -- "$1" "$1"/apache-cassandra-[0-9]*.jar "$1"/lib/apache-cassandra-[0-9]*.jar
  _found=
  _root=$1
  shift
  for _jar in "$@"; do
    [ -e "$_jar" ] || continue
    _name=${_jar##*/}
    case "$_found" in '' | "${_name%.jar}") _found=${_name%.jar} ;; *) return 0 ;; esac
  done
  [ -z "$_found" ] || printf '%s/%s\n' "$_root" "$_found"
}

# in_use_is HOME NEW: by where the symlink leads, or by the release's name below HOME. A release without such a jar, as DSE's,
# is known by the name of its own folder.
in_use_is() {
  [ "$(readlink -f "$1")" != "$(readlink -f "$2")" ] || return 0
  case "$2" in "$1"/*) ;; *) return 1 ;; esac
  # An installer may have a symlink there too: the jar lies behind it.
  _real=$(readlink -f "$1")
  _used=$(release_in_use "$_real")
  [ -n "$_used" ] || has_jars "$_real" || _used=$_real
  [ "${_used##*/}" = "${2##*/}" ]
}

has_jars() { [ -n "$(find "$1" "$1/lib" -maxdepth 1 -name 'apache-cassandra-[0-9]*.jar' -print -quit 2>/dev/null)" ]; }

# write_owned NAME: a file that says whose the host is, and up to which attempt.
write_owned() {
  printf '%s\n%s\n' "$OWNER" "$FENCE" >"$STATE/$1.new" && mv -f "$STATE/$1.new" "$STATE/$1"
}

# journal EVENT [RESULT]: one JSON line; RESULT is a plain word.
journal() {
  append "$STATE/journal.jsonl" "{\"at\":\"$(now)\",\"event\":\"$1\",\"result\":\"${2:-}\",${ENTRY#?}" ||
    exit $NO_SPACE
}

# append FILE LINE: a line that a full disk or a power cut left half written stays alone, and takes none with it.
append() {
  [ ! -s "$1" ] || [ "$(tail -c 1 "$1" | wc -l)" -eq 1 ] || printf '\n' >>"$1" || return 1
  printf '%s\n' "$2" >>"$1"
}

# add_line FILE LINE: to a list that others act on: the line is there whole, or not at all.
add_line() {
  { { [ ! -e "$1" ] || cat "$1"; } && printf '%s\n' "$2"; } >"$1.new" && mv -f "$1.new" "$1"
}

# finish RESULT: prints it for Ringlift, writes it to the journal, ends the script.
finish() {
  journal end "$1"
  echo "result: $1"
  exit 0
}

# refuse CODE TEXT: what was found was not what the step needs; nothing was changed by this script.
refuse() {
  journal refused "exit-$1"
  echo "$2" >&2
  exit "$1"
}

# cassandra_pids CONF HOME RELEASES: processes of this installation, one a line. Several nodes may share a machine, in
# folders such as node1 and node10.
cassandra_pids() {
  # One look through all of them first: a process for each of a busy host's thousands would take seconds.
  # DSE starts Cassandra from a main class of its own.
  for _file in $(grep -lsaF -e org.apache.cassandra.service.CassandraDaemon -e com.datastax.bdp.DseModule -e com.datastax.bdp.server.DseDaemon /proc/[0-9]*/cmdline); do
    # One that has ended meanwhile is passed over.
    _line=$({ tr '\0' '\n' <"$_file"; } 2>/dev/null) || continue
    # Only a JVM: this script's own text, in the arguments of its shell, names the class too.
    case "${_line%%
*}" in java | */java | *jsvc*) ;; *) continue ;; esac
    _pid=${_file#/proc/}
    case "$_line " in
    *"$1"[!A-Za-z0-9._-]* | *"$2"[!A-Za-z0-9._-]* | *"$3"/*) echo "${_pid%/cmdline}" ;;
    esac
  done
}

# job_state JOB: of the job in folder JOB, none (never begun), running, ended, or lost: begun, gone, and no exit code.
job_state() {
  if [ ! -s "$1/pid" ]; then
    echo none
  elif [ -s "$1/exit" ] || [ -s "$1/cancelled" ]; then
    echo ended
  elif [ "$(cat "$1/boot")" = "$(boot_id)" ] && job_lives "$1"; then
    echo running
  elif [ -s "$1/exit" ]; then
    echo ended
  else
    echo lost
  fi
}

# A test gives another file.
boot_id() { cat "${ringlift_boot_id_file:-/proc/sys/kernel/random/boot_id}"; }

# job_lives JOB: its runner does, or what the runner left.
job_lives() {
  read -r _pid _ticks <"$1/pid"
  [ "$(started_at "$_pid")" = "$_ticks" ] || [ -n "$(job_processes "$1")" ]
}

# started_at PID: when a living process was started, in ticks since the boot: tells it from a later one of its number.
started_at() {
  sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | awk '$1 != "Z" && $1 != "X" { print $20 }'
}

# job_processes JOB: numbers of all its living processes, known by a mark in their environment that no other job has.
job_processes() {
  grep -lsazxF "ringlift_job=$(cat "$1/mark")" /proc/[0-9]*/environ | cut -d / -f 3
}

# use_java JAVA_HOME NODETOOL: sets JAVA_HOME. It is "-": the PATH's; or a folder; or lines such as 5.0=/jdk11, of which
# the one of NODETOOL's own release is taken, or else the first.
use_java() {
  unset JAVA_HOME
  case "$1" in
  -) return 0 ;;
  /*) JAVA_HOME=$1 ;;
  *)
    _tool=$(readlink -f "$2")
    _of=${_tool%/bin/*}
    _line=$(printf '%s\n' "$_of" "$_of"/lib/apache-cassandra-*.jar "$_of"/share/cassandra/apache-cassandra-*.jar | sed -n -e 's|.*/apache-cassandra-\([0-9]*\.[0-9]*\).*|\1|p' -e 's|.*/\(dse-[0-9]*\.[0-9]*\)\..*|\1|p' | head -n 1)
    JAVA_HOME=$(printf '%s\n' "$1" | sed -n "s|^$_line=||p" | head -n 1)
    [ -n "$JAVA_HOME" ] || JAVA_HOME=$(printf '%s\n' "$1" | sed -n '1s/^[^=]*=//p')
    ;;
  esac
  export JAVA_HOME
}
