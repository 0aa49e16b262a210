import { LineCursor } from './line-cursor.ts';

/**
 * Reads `nodetool statusbinary`: does the native transport run? The exit code is 0 either way.
 *
 * @source tools/nodetool/StatusBinary.java
 * @throws RingliftError UnreadableOutput
 */
export function parseStatusBinary(stdout: string): boolean {
  const cursor = new LineCursor('statusbinary', stdout);
  const [answer] = cursor.demand(/^(not )?running$/, '"running" or "not running"');
  cursor.demandEnd();
  return answer === 'running';
}
