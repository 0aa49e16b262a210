/** /etc/init.d/cassandra as packages install it: what `service cassandra start` means in life, faults included. */

export interface InitScriptOptions {
  readonly home: string;
  readonly javaHome: string;
  readonly logs: string;
}

/**
 * An LSB script. As with the real one, \`start\` returns 0 once the launcher was forked, whatever becomes of the daemon,
 * and \`stop\` is TERM, up to 30 s of patience, then KILL, and never drains.
 * @source debian/init of Apache Cassandra: \`start-stop-daemon -S -b\`, \`-K -R TERM/30/KILL/5\`; measured on Debian 12:
 * start-stop-daemon wants \`-u\` for a pid file that another user owns.
 */
export function initScript({ home, javaHome, logs }: InitScriptOptions): string {
  return `#!/bin/sh
### BEGIN INIT INFO
# Provides:          cassandra
# Required-Start:    $network
# Required-Stop:     $network
# Default-Start:     2
# Default-Stop:      0 1 6
# Short-Description: distributed storage system for structured data
### END INIT INFO
PATH=/sbin:/usr/sbin:/bin:/usr/bin
HOME_LINK=${home}
PIDFILE=/run/cassandra/cassandra.pid
export CASSANDRA_HOME=$HOME_LINK CASSANDRA_CONF=$HOME_LINK/conf JAVA_HOME=${javaHome} CASSANDRA_LOG_DIR=${logs}
[ -r /etc/default/cassandra ] && . /etc/default/cassandra
. /lib/lsb/init-functions

running() { start-stop-daemon -K -t -q -p "$PIDFILE" -u cassandra >/dev/null 2>&1; }

start() {
  running && return 1
  rm -f "$PIDFILE"   # Left by a crash: start-stop-daemon refuses one that is not root's.
  [ -e "$HOME_LINK/conf/cassandra.yaml" ] && [ -x "$HOME_LINK/bin/cassandra" ] || return 2
  install -d -o cassandra -g cassandra -m 755 /run/cassandra
  ulimit -n 100000 2>/dev/null
  cd /var/lib/cassandra
  start-stop-daemon -S -b -c cassandra:cassandra -p "$PIDFILE" -a "$HOME_LINK/bin/cassandra" -- -p "$PIDFILE" >/dev/null
}

stop() {
  start-stop-daemon -K -q -p "$PIDFILE" -u cassandra -R TERM/30/KILL/5 >/dev/null
  result=$?
  rm -f "$PIDFILE"
  return $result
}

case "$1" in
  start)
    log_daemon_msg "Starting Cassandra" cassandra
    start
    case $? in 0|1) log_end_msg 0 ;; *) log_end_msg 1; exit 1 ;; esac ;;
  stop)
    log_daemon_msg "Stopping Cassandra" cassandra
    stop
    case $? in 0|1) log_end_msg 0 ;; *) log_end_msg 1; exit 1 ;; esac ;;
  restart|force-reload)
    "$0" stop && "$0" start ;;
  status)
    if running; then echo "Cassandra is running"; exit 0; fi
    echo "Cassandra is not running"; exit 3 ;;
  *)
    echo "Usage: $0 {start|stop|restart|force-reload|status}" >&2
    exit 2 ;;
esac
`;
}
