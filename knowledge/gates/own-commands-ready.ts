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
  readonly problem?: string;
}

/**
 * The operator's own command tells the release that runs from the target: what can't is no proof of an installation.
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

function objectionsTo(target: Release, { who, running, finds, problem }: CommandsSeen): Objection[] {
  const remedy = `Correct install.commands.isInstalled in the file, or the command on ${who}.`;
  if (finds === null) return [{ found: `${who}: ${problem ?? 'it was not asked'}`, remedy }];
  const isDone = running !== null && sameRelease(running, target);
  return [
    ...(finds.running
      ? []
      : [{ found: `${who}: isInstalled does not find ${running}, which runs there`, remedy }]),
    ...(finds.target && !isDone
      ? [{ found: `${who}: isInstalled finds ${target}, while ${running} runs there`, remedy }]
      : []),
  ];
}
