import { RingliftError } from '../../knowledge/errors.ts';

/** One command's answer inside a script's output. */
export interface Section {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Reads the lines `NAME exit base64 base64` that the shell function `section` prints; other lines are left alone.
 * @throws RingliftError UnreadableOutput when a section that was asked for is not there
 */
export function readSections(
  where: string,
  output: string,
  expected: readonly string[],
): Record<string, Section> {
  const found: Record<string, Section> = {};
  for (const line of output.split('\n')) {
    const match = /^(\S+) (\d+) (-|[A-Za-z0-9+/=]+) (-|[A-Za-z0-9+/=]+)$/.exec(line);
    if (!match) continue;
    const [, name = '', code = '', stdout = '', stderr = ''] = match;
    found[name] = { exitCode: Number(code), stdout: decoded(stdout), stderr: decoded(stderr) };
  }
  const missing = expected.filter((name) => !found[name]);
  if (missing.length === 0) return found;
  throw new RingliftError('UnreadableOutput', {
    where,
    what: 'the script on the host answered in part',
    expected: `sections ${expected.join(', ')}`,
    found: `none of ${missing.join(', ')} in ${output.length} characters`,
    next: 'Retry; if it stays so, look at the evidence and at the free space of /tmp on the host.',
  });
}

/** base64 as the scripts print it; `-` stands for nothing. */
export function decoded(base64: string): string {
  return base64 === '-' ? '' : Buffer.from(base64, 'base64').toString('utf8');
}
