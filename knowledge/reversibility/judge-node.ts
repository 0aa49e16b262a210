import type { NodeWayBack } from '../ledger.ts';
import { isBefore, lineOf } from '../cassandra/release-line.ts';
import { compareReleases } from '../cassandra/release-line.ts';
import { unreadSystemTables } from '../cassandra/unread-system-tables.ts';
import type { Release } from '../topology.ts';
import type { CmsState } from './cms-state.ts';
import type { FilesSeen } from './files-seen.ts';
import type { NodeFacts } from './node-facts.ts';
import { sayFiles } from './say-files.ts';
import { unreadable } from './unreadable.ts';

/** An upgraded node is one that is not known to be on an older release. */
export function isUpgraded({ release, target }: Pick<NodeFacts, 'release' | 'target'>): boolean {
  if (release === null) return true;
  const order = compareReleases(release, target);
  return order === null || order >= 0;
}

/** What it takes to bring one node back now. The files decide, and while it runs also what it will write when drained. */
export function judgeNode(facts: NodeFacts, cms: CmsState): NodeWayBack {
  const { node, name, release, files } = facts;
  const to = isUpgraded(facts) ? (files?.restorePoint?.release ?? facts.before) : release;
  const rest = { node, name, release, to, ...owed(files) };
  if (cms.state !== 'notBegun') {
    const says = cms.state === 'begun' ? 'there is no way back' : 'whether there is a way back is not known';
    return { ...rest, kind: 'none', says: `${says}: ${cms.fact}`, facts: [cms.fact], since: null };
  }
  const late = files?.owesRepairSince ? `; restored as of ${files.owesRepairSince}, not repaired since` : '';
  if (!isUpgraded(facts)) {
    const says = `it ${facts.running === false ? 'is on' : 'runs'} ${release}: nothing to go back from${late}`;
    return { ...rest, kind: 'nothing', says, facts: [], since: null };
  }
  const way = upgraded(facts, to);
  return { ...rest, ...way, says: `${way.says}${late}`, facts: [...sayFiles(facts), cms.fact] };
}

/** Of a node that can't be asked it is not known. */
function owed(files: FilesSeen | null): Pick<NodeWayBack, 'owesRepairSince'> {
  if (files === null) return { owesRepairSince: null };
  return files.owesRepairSince === null ? {} : { owesRepairSince: files.owesRepairSince };
}

type Way = Pick<NodeWayBack, 'kind' | 'says' | 'since'>;

function upgraded(facts: NodeFacts, to: Release | null): Way {
  const { files } = facts;
  const putsSchemaBack = needsOldSchema(facts, to);
  const [reason] = unreadable(facts, to, putsSchemaBack);
  if (reason !== undefined) return putBack(files, reason);
  const tables = to === null || facts.release === null ? [] : unreadSystemTables(to, facts.release);
  const but = tables.length === 0 ? '' : `, but for ${tables.join(', ')}, which holds nothing of yours`;
  if (!putsSchemaBack) {
    const says = `a change of binaries to ${to}: it starts on what is on the disks${but}, nothing is lost`;
    return { kind: 'binaries', says, since: null };
  }
  if (files?.restorePoint) {
    const parts = ['system_schema', ...tables].join(' and ');
    const says = `a change of binaries to ${to}, with ${parts} put back from the restore point: nothing is lost`;
    return { kind: 'systemSchema', says, since: files.restorePoint.since };
  }
  return putBack(files, `${to} does not read the system_schema of ${facts.release}`);
}

/**
 * 6.0 writes a column into system_schema that older releases do not know (way-back.ts). A stopped node of which no file
 * differs from the restore point has not written it yet.
 */
function needsOldSchema({ release, running, files }: NodeFacts, to: Release | null): boolean {
  const [source, target] = [to === null ? null : lineOf(to), release === null ? null : lineOf(release)];
  if (source && !isBefore(source, '6.0')) return false;
  if (target && isBefore(target, '6.0')) return false;
  return running !== false || files?.changed !== 0;
}

function putBack(files: FilesSeen | null, reason: string): Way {
  const refilled = 'what was written since comes back only from replicas that are not restored, by repair';
  if (files?.restorePoint) {
    const { since } = files.restorePoint;
    return {
      kind: 'restorePoint',
      says: `the restore point of ${since} is put back (${reason}): ${refilled}`,
      since,
    };
  }
  const lacks =
    files === null ? 'its files could not be looked at' : (files.restorePointLacks ?? 'no restore point');
  if (files?.snapshot) {
    const { since } = files.snapshot;
    return {
      kind: 'snapshot',
      says: `the snapshot of ${since} is put back (${reason}; ${lacks}): ${refilled}`,
      since,
    };
  }
  return {
    kind: 'rebuild',
    says: `it is emptied and streamed anew from other replicas (${reason}; ${lacks}; no snapshot)`,
    since: null,
  };
}
