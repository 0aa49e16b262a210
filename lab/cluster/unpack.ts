/** Unpacking a release. */
import { mkdir } from 'node:fs/promises';
import { mustRun } from '../machines/host-command.ts';

/** @returns name of the folder that the tarball holds, such as apache-cassandra-5.0.9 */
export async function unpack(tarball: string, into: string): Promise<string> {
  await mkdir(into, { recursive: true });
  const names = await mustRun(['tar', '-tzf', tarball]);
  const tops = new Set(names.split('\n').map((name) => name.replace(/^\.\//, '').split('/')[0]));
  tops.delete('');
  tops.delete(undefined);
  const [release, ...others] = tops;
  if (!release || others.length > 0) throw new Error(`${tarball}: expected one folder, found ${tops.size}`);
  await mustRun(['tar', '-xzf', tarball, '-C', into, '--no-same-owner']);
  return release;
}
