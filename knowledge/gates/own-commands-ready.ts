import { sameRelease } from '../cassandra/release-name.ts';
import type { Release } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import { type Objection, judge } from './judge.ts';
import { sayHowMany } from './say.ts';

export interface CommandsSeen {
  /** How people call the node. */
  readonly who: string;
  readonly running: Release | null;
  /** What `isInstalled` says of what runs, and of the target; null: it could not be asked, and why. */
  readonly finds: { readonly running: boolean; readonly target: boolean } | null;
  /** What `install.home` holds, which the service starts, and whether that is what runs. Absent: not asked. */
  readonly inUse?: { readonly isRunning: boolean; readonly home: string; readonly holds: string };
  readonly problem?: string;
}

/**
 * The operator's own command tells the release that runs from the target: what can't is no proof of an installation. What
 * `install.home` holds is what runs: else nobody could see what the next start brings.
 *
 * @source seed 000: a vendor's own installation, beside the old one
 */
export function ownCommandsReady(target: Release, nodes: readonly CommandsSeen[]): Verdict {
  const told = nodes.filter(({ finds }) => finds !== null);
  return judge('ownCommandsReady', {
    seen: sayHowMany(told.map(({ running }) => `isInstalled finds ${running}, which runs`)),
    against: nodes.flatMap((node) => objectionsTo(target, node)),
    standsFor: ['S1-12', 'S0-6'],
  });
}

function objectionsTo(target: Release, { who, running, finds, inUse, problem }: CommandsSeen): Objection[] {
  const remedy = `Correct install.commands.isInstalled in the file, or the command on ${who}.`;
  if (finds === null || !inUse) return [{ found: `${who}: ${problem ?? 'it was not asked'}`, remedy }];
  const isDone = running !== null && sameRelease(running, target);
  return [
    ...(finds.running
      ? []
      : [{ found: `${who}: isInstalled does not find ${running}, which runs there`, remedy }]),
    ...(finds.target && !isDone
      ? [{ found: `${who}: isInstalled finds ${target}, while ${running} runs there`, remedy }]
      : []),
    ...(inUse.isRunning
      ? []
      : [
          {
            found: `${who}: ${inUse.home} holds ${inUse.holds}, while ${running} runs there`,
            remedy: `Name the folder that the service of ${who} starts from as install.home: apache-cassandra-${running}.jar lies in it or in its lib.`,
          },
        ]),
  ];
}
