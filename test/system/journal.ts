/** What Ringlift wrote down on the hosts themselves: the truth that these tests judge by. */
import { parseSpec } from '../../knowledge/spec/parse-spec.ts';
import { settingsOf } from '../../knowledge/spec/node-settings.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';

export interface JournalEntry {
  /** ISO 8601 in UTC; all nodes of a lab have one clock. */
  readonly at: string;
  readonly event: 'begin' | 'end' | 'refused' | 'jobEnded';
  readonly result: string;
  readonly step: string;
  /** Id of the workflow that acted. */
  readonly upgrade: string;
  readonly attempt: number;
  readonly fence: number;
}

/** Oldest first; empty when nothing was ever changed on that host. */
export async function journalOf(lab: LabCluster, name: string, file: SpecInput): Promise<JournalEntry[]> {
  const spec = parseSpec(file);
  const { stateFolder } = settingsOf(spec, lab.node(name).address);
  const path = `${stateFolder}/${spec.cluster}/journal.jsonl`;
  const { stdout } = await lab.exec(name, ['sh', '-c', '[ ! -e "$1" ] || cat "$1"', 'read', path]);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as JournalEntry);
}

/** When that step first began or ended. @throws RangeError when it never did */
export function timeOf(entries: readonly JournalEntry[], step: string, event: JournalEntry['event']): number {
  const found = entries.find((entry) => entry.step === step && entry.event === event);
  if (found) return Date.parse(found.at);
  throw new RangeError(`no ${event} of ${step} in the journal: ${stepsOf(entries).join(', ')}`);
}

/** Every step that began, in order. */
export function stepsOf(entries: readonly JournalEntry[]): string[] {
  return entries.filter(({ event }) => event === 'begin').map(({ step }) => step);
}
