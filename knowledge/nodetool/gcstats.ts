import type { GcView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { decimalOf } from './printed-number.ts';

const header =
  /^\s*Interval \(ms\)\s+Max GC Elapsed \(ms\)\s*Total GC Elapsed \(ms\)\s*Stdev GC Elapsed \(ms\)\s/;

/**
 * Reads `nodetool gcstats` of 3.0 to 6.0: what the collectors took since somebody last asked, which begins the count anew.
 *
 * @source tools/nodetool/GcStats.java of 3.11.19 and 5.0.9, tools/nodetool/stats/GcStatsPrinter.java of 6.0-alpha2;
 *   service/GCInspector.java
 * @throws RingliftError UnreadableOutput
 */
export function parseGcStats(stdout: string): GcView {
  const cursor = new LineCursor('gcstats', stdout);
  cursor.demand(header, 'the names of the columns');
  const [, interval = '', longest = '', total = ''] = cursor.demand(
    /^\s*(\S+)\s+(\S+)\s+(\S+)(?:\s+\S+){4,6}$/,
    'a row of seven numbers or more',
  );
  cursor.demandEnd();
  const [intervalMillis, longestMillis, totalMillis] = [interval, longest, total].map(decimalOf) as [
    number,
    number,
    number,
  ];
  if ([intervalMillis, longestMillis, totalMillis].some(Number.isNaN))
    cursor.refuse('numbers of milliseconds', `${interval} ${longest} ${total}`);
  return { intervalMillis, longestMillis, totalMillis };
}
