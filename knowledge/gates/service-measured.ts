import type { Verdict } from '../verdict.ts';
import { judge } from './judge.ts';
import { sayNode } from './say.ts';
import type { ServiceInput } from './service-input.ts';
import { unseenService } from './service-unseen.ts';

/** Every node told how it serves, so that there is something to compare with later. */
export function serviceMeasured({ nodes }: ServiceInput): Verdict {
  return judge('serviceMeasured', {
    seen: nodes.flatMap((seen) =>
      seen.now
        ? `${sayNode(seen)}: p99 of reads ${sayMicros(seen.now.readP99Micros)}, of writes ${sayMicros(seen.now.writeP99Micros)}, read through ${seen.now.through}`
        : [],
    ),
    against: unseenService(nodes),
    standsFor: ['S3-15'],
  });
}

function sayMicros(micros: number | null): string {
  return micros === null ? 'none lately' : `${(micros / 1_000).toFixed(1)}ms`;
}
