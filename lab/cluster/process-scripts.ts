/** Files of a node that is a plain process: its sshd's configuration and the scripts that stand for its service. */
import { join } from 'node:path';
import { nodeMarker } from '../machines/marked-processes.ts';
import type { LabNode } from './lab-node.ts';

/** An sshd that one user can run: no PAM, keys only, and it passes the marker to what it starts. */
export function sshdConfig({ address, sshPort, paths }: LabNode, folder: string): string {
  const ssh = (name: string) => join(folder, 'ssh', name);
  return [
    `ListenAddress ${address}:${sshPort}`,
    ...['ed25519', 'ecdsa'].map((kind) => `HostKey ${ssh(`ssh_host_${kind}_key`)}`),
    `AuthorizedKeysFile ${ssh('authorized_keys')}`,
    `PidFile ${ssh('sshd.pid')}`,
    `SetEnv ${nodeMarker}=${folder} JAVA_HOME=${paths.javaHome}`,
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'UseDNS no',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n');
}

/** Returns 0 whatever becomes of the daemon, as service managers do. */
export function startScript({ paths, jmxPort }: LabNode, folder: string, asRoot: boolean): string {
  return `#!/bin/sh
if [ -r ${paths.pidFile} ] && kill -0 "$(cat ${paths.pidFile})" 2>/dev/null; then exit 0; fi
export CASSANDRA_HOME=${paths.home} CASSANDRA_CONF=${paths.home}/conf CASSANDRA_LOG_DIR=${paths.logs}
export JAVA_HOME=${paths.javaHome} ${nodeMarker}=${folder}
export JVM_EXTRA_OPTS="-Dcassandra.jmx.local.port=${jmxPort} $JVM_OPTIONS_ONCE"
cd ${paths.data}
setsid ${paths.home}/bin/cassandra${asRoot ? ' -R' : ''} -p ${paths.pidFile} >${paths.logs}/start.log 2>&1 </dev/null &
exit 0
`;
}

/** TERM, up to 30 s of patience, then KILL, as the packages' init script. */
export function stopScript({ paths }: LabNode): string {
  return `#!/bin/sh
[ -r ${paths.pidFile} ] || exit 0
pid=$(cat ${paths.pidFile})
kill -TERM "$pid" 2>/dev/null
waited=0
while kill -0 "$pid" 2>/dev/null; do
  if [ "$waited" -ge 300 ]; then kill -KILL "$pid"; fi
  sleep 0.1
  waited=$((waited + 1))
done
rm -f ${paths.pidFile}
`;
}
