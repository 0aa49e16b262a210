import { sayBytes } from '../../knowledge/gates/say.ts';
import type { ServiceMeasures } from '../../knowledge/service-measures.ts';
import { plain, table } from './markdown.ts';
import type { Report } from './report.ts';

type Measured = ServiceMeasures['nodes'][number];

/** Latencies, errors and data of every node, before the first change and at the end. Empty: nothing was measured. */
export function printService({ service, nodes }: Report): readonly string[] {
  if (!service) return [];
  const { before, after } = service;
  const ids = [...new Set([...(before?.nodes ?? []), ...(after?.nodes ?? [])].map(({ node }) => node))];
  return table(
    ['node', 'p99 of reads', 'p99 of writes', "clients' errors a minute", 'longest pause', 'data'],
    ids.map((node) => {
      const was = before?.nodes.find((each) => each.node === node);
      const is = after?.nodes.find((each) => each.node === node);
      const both = (say: (measured: Measured) => string) => `${was ? say(was) : '?'} → ${is ? say(is) : '?'}`;
      return [
        plain(nodes.find((each) => each.node === node)?.name ?? node),
        both(({ readP99Micros }) => sayMillis(readP99Micros, 1_000)),
        both(({ writeP99Micros }) => sayMillis(writeP99Micros, 1_000)),
        both(({ errorsPerMinute }) => (errorsPerMinute === null ? 'not told' : errorsPerMinute.toFixed(1))),
        both(({ longestGcMillis }) => sayMillis(longestGcMillis, 1)),
        both(({ dataBytes }) => (dataBytes === null ? 'not told' : sayBytes(dataBytes))),
      ];
    }),
  );
}

function sayMillis(value: number | null, divisor: number): string {
  return value === null ? 'none told' : `${(value / divisor).toFixed(divisor === 1 ? 0 : 1)} ms`;
}
