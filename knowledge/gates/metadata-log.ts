import { type Verdict, open, shut } from '../verdict.ts';

const gate = 'metadataLog';
const standsFor = ['S4-24', 'S4-27'];

/**
 * The log of cluster metadata begins with the initialization. A snapshot of the log may have cut off what came later.
 * @param kinds of the entries in system_views.cluster_metadata_log; null: no node could be asked
 * @source seed 004, "Verify the log"; measured on 6.0-alpha2: PRE_INITIALIZE_CMS and INITIALIZE_CMS at epochs 1 and 2
 */
export function metadataLog(kinds: readonly string[] | null): Verdict {
  const evidence = [
    kinds === null
      ? 'no node answers CQL: system_views.cluster_metadata_log was not read'
      : `${kinds.length} entries in system_views.cluster_metadata_log: ${[...new Set(kinds)].join(', ') || 'none'}`,
  ];
  if (kinds?.includes('PRE_INITIALIZE_CMS') && kinds.includes('INITIALIZE_CMS'))
    return open(gate, evidence, standsFor);
  return shut(
    gate,
    evidence,
    'Read `nodetool cms dumplog` on a CMS member: PRE_INITIALIZE_CMS and INITIALIZE_CMS are missing from the log.',
    standsFor,
  );
}
