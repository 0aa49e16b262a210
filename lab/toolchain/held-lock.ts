/** A lock between processes of this computer, given back by the kernel when its holder dies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { RingliftError } from '../../knowledge/errors.ts';

/**
 * Runs the work while no other process holds the lock of that file. flock(1) holds it for as long as its standard
 * input, a pipe from here, is open: should this process die, the pipe closes and so does the lock.
 */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const holder = spawn('flock', ['--exclusive', file, 'sh', '-c', 'echo held; cat > /dev/null'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = once(holder, 'close');
  const complaint: Buffer[] = [];
  holder.stderr.on('data', (piece: Buffer) => complaint.push(piece));
  const held = await Promise.race([
    once(holder.stdout, 'data').then(() => true),
    ended.then(
      () => false,
      () => false,
    ),
  ]);
  if (!held) {
    throw new RingliftError('FileMissing', {
      where: file,
      what: `flock could not lock it: ${Buffer.concat(complaint).toString('utf8').trim() || 'flock is not there'}`,
      next: "Install flock (Debian's util-linux), and let the folder be written.",
    });
  }
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
