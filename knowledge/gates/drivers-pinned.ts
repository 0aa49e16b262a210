import { dseReleaseOf } from '../cassandra/dse-release.ts';
import type { Inventory } from '../inventory.ts';
import type { Spec } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';

/** The hop from DSE 4.8 to 5.0, which speak one version of the client protocol in common. */
export function entersDse5({ target }: Pick<Spec, 'target'>, { nodes }: Pick<Inventory, 'nodes'>): boolean {
  if (dseReleaseOf(target)?.line !== '5.0') return false;
  return nodes.some(({ version }) => dseReleaseOf(version?.release ?? '')?.line === '4.8');
}

/**
 * Drivers speak protocol 3 while DSE 4.8 and 5.0 serve side by side. 4.8 has no table or command that lists its clients, so
 * that only the operator's word tells.
 *
 * @source seed 003, "which driver version to use"; dse-lines.ts (4.8 speaks up to 3, 5.0 from 3 on)
 */
export function driversPinned({ spec }: PreflightInput): Verdict {
  const isPinned = spec.dse?.driversAtProtocol === 3;
  return judge('driversPinned', {
    seen: isPinned ? ['the file says that all drivers are pinned at protocol version 3'] : [],
    against: isPinned
      ? []
      : [
          {
            found:
              'whether all drivers are pinned at protocol version 3 is not known: DSE 4.8 can not list its clients',
            remedy:
              'Pin all drivers at protocol version 3, then say so in the file: dse: {driversAtProtocol: 3}.',
          },
        ],
    standsFor: ['S3-4'],
  });
}
