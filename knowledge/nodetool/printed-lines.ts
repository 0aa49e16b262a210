import { unreadableOutput } from './unreadable-output.ts';

/** Lines that a JVM, its logging or a prompt adds: they tell nothing of the cluster. */
const noise: readonly RegExp[] = [
  /^objc\[\d+\]: /,
  /^(OpenJDK|Java HotSpot\(TM\)).* warning: /,
  /^\[\d+[.,]\d+s\]\[\w+\s*\]/,
  /^(NOTE: )?Picked up \w+: /,
  /^WARNING: /,
  /^(WARN|INFO|DEBUG)\s+(\[|\d)/,
  /^(SLF4J|log4j):/,
  /^\$ (nodetool|dsetool) /,
];

export function isNoise(line: string): boolean {
  return noise.some((pattern) => pattern.test(line));
}

/**
 * The lines that the command itself printed, blank ones included, without their ends.
 *
 * Every real output ends with an end of line: one that doesn't was cut in the middle of its last line, and half a
 * line can look whole (`4.0.1` of `4.0.19`), so it is refused. The transport must hand over the text untrimmed.
 */
export function printedLines(command: string, stdout: string): string[] {
  const lines = stdout.split(/\r?\n/);
  const rest = lines.pop() ?? '';
  if (rest !== '') {
    const what = 'the output is cut off in the middle of a line';
    throw unreadableOutput(command, { what, expected: 'an end of line at the end', found: rest });
  }
  const own = lines.filter((line) => !isNoise(line));
  if (own.every((line) => line.trim() === '')) {
    const what = 'the command printed nothing';
    throw unreadableOutput(command, { what, expected: 'its output', found: 'nothing' });
  }
  return own;
}
