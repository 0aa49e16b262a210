import { isBefore, lineOf } from '../cassandra/release-line.ts';
import type { CmsView } from '../observation.ts';
import type { Release } from '../topology.ts';

/** Whether the door behind which there is no way back was opened. */
export interface CmsState {
  /** `begun`: initialized, or an initialization is under way or was left half done. */
  readonly state: 'notBegun' | 'begun' | 'unknown';
  /** What it was read from, one fact. */
  readonly fact: string;
}

export interface CmsSeen {
  readonly name: string;
  readonly release: Release | null;
  readonly running: boolean | null;
  /** Null: not asked or not told. */
  readonly cms: CmsView | null;
  /** Live sstables of the log of cluster metadata; null: not known. */
  readonly metadataLog: number | null;
}

/**
 * One node that knows of an initialization is enough. That there was none is believed where a node still runs a release
 * of before (initialize refuses then), where a node says so, or where none of the disks holds the log that it leaves.
 */
export function cmsState(nodes: readonly CmsSeen[]): CmsState {
  const begun = nodes.flatMap(signsOf)[0];
  if (begun !== undefined) return { state: 'begun', fact: begun };
  const withCms = nodes.filter(({ release }) => !isOlder(release));
  const older = nodes.find(({ release, running }) => running === true && isOlder(release));
  if (withCms.length === 0) return notBegun('no node runs a release with cluster metadata');
  if (older) return notBegun(`${older.name} runs ${older.release}, which initialize refuses`);
  const asked = withCms.find(({ cms }) => cms !== null);
  if (asked) return notBegun(`${asked.name} says GOSSIP, identifier 0`);
  if (withCms.every(({ metadataLog }) => metadataLog === 0)) {
    return notBegun('no node has a log of cluster metadata on its disk');
  }
  const silent = withCms.filter(({ metadataLog }) => metadataLog === null).map(({ name }) => name);
  return { state: 'unknown', fact: `${silent.join(', ')} did not tell whether the CMS is initialized` };
}

function notBegun(fact: string): CmsState {
  return { state: 'notBegun', fact };
}

function signsOf({ name, cms, metadataLog }: CmsSeen): string[] {
  if (cms && (cms.identifier !== '0' || cms.members.length > 0 || cms.serviceState !== 'GOSSIP')) {
    return [`the CMS is initialized: ${name} says ${cms.serviceState}, epoch ${cms.epoch}`];
  }
  if (cms?.isMigrating) {
    return [`an initialization of the CMS is under way, or was left half done: ${name} is migrating`];
  }
  return metadataLog !== null && metadataLog > 0
    ? [`the CMS is initialized: ${name} has a log of cluster metadata on its disk`]
    : [];
}

/** Of a line without cluster metadata; what is not known may have it. */
function isOlder(release: Release | null): boolean {
  const line = release === null ? null : lineOf(release);
  return line !== null && isBefore(line, '6.0');
}
