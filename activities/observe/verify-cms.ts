import { judgeCmsDescribed } from '../../knowledge/gates/cms-agreed.ts';
import { schemaAgreed } from '../../knowledge/gates/schema-agreed.ts';
import { ringUp } from '../../knowledge/gates/ring-up.ts';
import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { nodeIdOf } from '../../knowledge/nodetool/node-id.ts';
import type { Inventory } from '../../knowledge/observation.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import { type Verdict, open, shut } from '../../knowledge/verdict.ts';
import type { VerifyCmsTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { withCql, type CqlRow } from '../hosts/cql-connection.ts';
import { cmsAsked } from './cms-asked.ts';
import { plannedSettings } from './host-of.ts';
import { keepLooking } from './keep-looking.ts';
import { lookAtCluster } from './look-at-cluster.ts';

/** The checklist after the door: describe on every node, the metadata log and directory, one schema, all up. */
export async function verifyCms(context: ActivityContext, task: VerifyCmsTask): Promise<StepOutcome> {
  const { spec, skipped = [] } = task;
  const { members } = cmsAsked(task, skipped, [String(task.members)]);
  const { verdicts } = await keepLooking(context, task.plan.cluster, spec.gates, async () => {
    const views = ['version', 'ring', 'cluster', 'cms'] as const;
    const inventory = await lookAtCluster(context, spec, { views, host: true, cql: true });
    // Behind the door nothing may be half done.
    const judged = { ...inventory, inHand: [] };
    const { log, directory } = await readMetadata(context, task, inventory);
    return {
      verdicts: [
        judgeCmsDescribed(inventory.nodes, { members }),
        logHasBeginnings(log),
        directoryIsWhole(directory, task),
        schemaAgreed({ spec, inventory: judged }),
        ringUp({ spec, inventory: judged }),
      ],
    };
  });
  return {
    outcome: 'done',
    says: `${verdicts.length} checks of cluster metadata hold on every node`,
    verdicts,
  };
}

async function readMetadata(context: ActivityContext, task: VerifyCmsTask, { nodes }: Inventory) {
  const answering = nodes.find((seen) => seen.cql?.answers);
  if (!answering) return { log: null, directory: null };
  const host = await context.hosts.get(plannedSettings(task, answering.node));
  const listen = cqlAddressOf(answering.host?.configuration['cassandra.yaml'] ?? '', answering.node);
  return withCql(host, { listen, signal: context.signal }, async (cql) => ({
    log: await cql.query('SELECT epoch, kind FROM system_views.cluster_metadata_log'),
    directory: await cql.query('SELECT * FROM system_views.cluster_metadata_directory'),
  }));
}

/** S4-24: PRE_INITIALIZE_CMS and INITIALIZE_CMS stand at epochs 1 and 2; a snapshot of the log may have cut it later. */
function logHasBeginnings(rows: readonly CqlRow[] | null): Verdict {
  const gate = 'metadataLog';
  const standsFor = ['S4-24', 'S4-27'];
  const kinds = (rows ?? []).map((row) => String(row['kind']));
  const evidence = [
    `${kinds.length} entries in system_views.cluster_metadata_log: ${[...new Set(kinds)].join(', ')}`,
  ];
  if (kinds.includes('PRE_INITIALIZE_CMS') && kinds.includes('INITIALIZE_CMS'))
    return open(gate, evidence, standsFor);
  return shut(
    gate,
    evidence,
    'Read `nodetool cms dumplog` on a CMS member: PRE_INITIALIZE_CMS and INITIALIZE_CMS are missing from the log.',
    standsFor,
  );
}

/**
 * S4-25: every planned node is JOINED, on one release, with no operation under way. One that was ignored is a member of
 * gossip's making, on the release that it was last heard of.
 */
export function directoryIsWhole(rows: readonly CqlRow[] | null, { plan }: VerifyCmsTask): Verdict {
  const gate = 'metadataDirectory';
  const { down = [] } = plan;
  const told = (rows ?? []).filter((row) => !down.includes(nodeIdOf(String(row['broadcast_address']))));
  const joined = told.filter((row) => row['state'] === 'JOINED');
  const odd = told.filter((row) => row['state'] !== 'JOINED' && row['state'] !== 'LEFT');
  const releases = [...new Set(joined.map((row) => String(row['cassandra_version'])))];
  const busy = joined.filter(
    (row) => row['multi_step_operation'] !== null && row['multi_step_operation'] !== '',
  );
  const evidence = [
    `${joined.length} nodes JOINED, releases ${releases.join(', ')}, ${busy.length} operations under way`,
  ];
  const whole = joined.length === plan.nodes.length - down.length && odd.length === 0 && busy.length === 0;
  if (whole && releases.every((release) => sameRelease(release, plan.to)))
    return open(gate, evidence, ['S4-25']);
  return shut(
    gate,
    [...evidence, ...odd.map((row) => JSON.stringify(row))],
    'Read system_views.cluster_metadata_directory: every node must be JOINED on the target with no operation under way.',
    ['S4-25'],
  );
}
