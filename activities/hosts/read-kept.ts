import { RingliftError } from '../../knowledge/errors.ts';
import type { Host } from './host.ts';

/**
 * What a file that `keep-file` wrote on the host holds, without the blanks around it; empty: there is none.
 * @throws RingliftError UnreadableOutput when it is there and can't be read: that is not the same as none
 */
export async function readKept(host: Host, file: string, signal: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await host.run('read-kept', {
    args: [file],
    timeoutMillis: 30_000,
    signal,
  });
  if (exitCode === 0) return stdout.trim();
  throw new RingliftError('UnreadableOutput', {
    where: host.settings.name,
    what: `${file} could not be read`,
    expected: 'what was kept there, or no such file',
    found: stderr.trim() || `exit code ${exitCode}`,
    next: 'Make it readable on the host, then retry.',
  });
}

/** The same as JSON; null: there is none. @throws RingliftError UnreadableOutput when it is not JSON either */
export async function readKeptJson<Kept>(
  host: Host,
  file: string,
  signal: AbortSignal,
): Promise<Kept | null> {
  const text = await readKept(host, file, signal);
  if (text === '') return null;
  try {
    return JSON.parse(text) as Kept;
  } catch {
    throw new RingliftError('UnreadableOutput', {
      where: host.settings.name,
      what: `${file} is no JSON`,
      expected: 'what Ringlift wrote there',
      found: text.slice(0, 200),
      next: 'Find out who changed it. Set it aside only when nothing of this upgrade is owed on the node, then retry.',
    });
  }
}
