/** What the first process of a machine does before it becomes init. */

import { nodeMarker } from './marked-processes.ts';

/**
 * A shell script, run as root in fresh mount, pid, network, uts and ipc namespaces. Every mount is made here, inside the
 * machine's own mount namespace, so that the end of its first process is the end of all of them: nothing to clean up.
 *
 * Arguments: $1 base image, $2 the machine's folder, $3 host name.
 * `/var/lib/cassandra` is a file system of its own, as data disks are in life: hard links do not reach out of it.
 */
export const bootScript = `set -eu
base=$1 machine=$2 name=$3
mount -t overlay overlay -o "lowerdir=$base,upperdir=$machine/upper,workdir=$machine/work" "$machine/root"
cd "$machine/root"
mount -t proc -o nosuid,nodev,noexec proc proc
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs sys
mount -t tmpfs -o nosuid,nodev,mode=755,size=16m tmpfs run
mount -t tmpfs -o nosuid,nodev,size=64m tmpfs dev/shm
mount -t devpts -o newinstance,ptmxmode=666,mode=620,gid=5 devpts dev/pts
mkdir -p run/lock run/shm run/sshd var/lib/cassandra
mount --bind dev/pts/ptmx dev/ptmx
mount --bind "$machine/disk" var/lib/cassandra
hostname "$name"
# The network card is put in from outside, once this namespace exists.
until ip link show eth0 >/dev/null 2>&1; do sleep 0.02; done
until ip -4 addr show dev eth0 | grep -q inet; do sleep 0.02; done
mkdir -p .host
pivot_root . .host
umount -l /.host 2>/dev/null
rmdir /.host
unset ${nodeMarker}
exec /sbin/init </dev/null >>/var/log/console.log 2>&1
`;
