import { RingliftError } from '../../knowledge/errors.ts';
import { parseBackNote } from '../../knowledge/parse-back-note.ts';
import type { BackNote } from '../../knowledge/rollback-plan.ts';
import type { Release } from '../../knowledge/topology.ts';
import type { ClusterTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import type { Host } from '../hosts/host.ts';
import { readSections } from '../hosts/sections.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';

const sections = ['note', 'release', 'complete', 'baseline', 'owes', 'asides', 'putBack'] as const;

/** What lies on a host about a way back, besides the files that the ledger judges. */
export interface RollbackSigns {
  /** A way back was begun and not finished. */
  readonly note: BackNote | null;
  /** The folder of the release that was in use when the restore point was made. */
  readonly folder: string | null;
  /** When the restore point was made: nodes go back in the reverse order. ISO 8601. */
  readonly madeAt: string | null;
  /** What the node ran before its upgrade drained it, as it said itself. */
  readonly before: Release | null;
  readonly owesRepair: boolean;
  /** The way back that is noted has put files back, or begun to. */
  readonly isPutBack: boolean;
  /** What earlier ways back set aside and nobody deleted yet. */
  readonly asides: readonly string[];
}

/** @throws RingliftError UnreadableOutput when the note of a way back that was begun can't be read */
export async function lookAtRollback(
  context: ActivityContext,
  { plan }: ClusterTask,
  host: Host,
): Promise<RollbackSigns> {
  const { stdout } = await host.run('look-rollback', {
    args: [stateFolderOf(host.settings, plan), plan.tag],
    timeoutMillis: 60_000,
    signal: context.signal,
  });
  const found = readSections(host.settings.name, stdout, [...sections]);
  const text = (name: (typeof sections)[number]) => {
    const { exitCode, stdout: said, stderr } = found[name] ?? { exitCode: 1, stdout: '', stderr: '' };
    if (exitCode !== 0) throw unread(host.settings.name, name, stderr);
    return said.trim() || null;
  };
  const note = text('note');
  return {
    note: note === null ? null : parseBackNote(host.settings.name, note),
    folder: text('release'),
    madeAt: text('complete'),
    before: releaseIn(text('baseline')),
    owesRepair: text('owes') !== null,
    isPutBack: text('putBack') !== null,
    asides: text('asides')?.split('\n') ?? [],
  };
}

function unread(where: string, what: string, found: string): RingliftError {
  return new RingliftError('CommandFailed', {
    where,
    what: `what lies on the host about a way back could not be read: ${what}`,
    found: found.trim() || 'nothing',
    next: 'Look at the state folder on the host, then retry.',
  });
}

/** Null: it was not kept, or tells none. */
function releaseIn(baseline: string | null): Release | null {
  if (baseline === null) return null;
  try {
    const { release } = JSON.parse(baseline) as { release?: unknown };
    return typeof release === 'string' && /^(dse-)?\d/.test(release) ? release : null;
  } catch {
    // Cut off while it was written: the restore point tells too.
    return null;
  }
}
