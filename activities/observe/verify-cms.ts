import { accordOff } from '../../knowledge/gates/accord-off.ts';
import { judgeCmsDescribed } from '../../knowledge/gates/cms-agreed.ts';
import { metadataDirectory } from '../../knowledge/gates/metadata-directory.ts';
import { metadataLog } from '../../knowledge/gates/metadata-log.ts';
import { metadataMetrics } from '../../knowledge/gates/metadata-metrics.ts';
import { schemaAgreed } from '../../knowledge/gates/schema-agreed.ts';
import { seedsValid } from '../../knowledge/gates/seeds-valid.ts';
import { ringUp } from '../../knowledge/gates/ring-up.ts';
import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import type { Inventory } from '../../knowledge/inventory.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { VerifyCmsTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { withCql } from '../hosts/cql-connection.ts';
import { cmsAsked } from './cms-asked.ts';
import { plannedSettings } from './host-of.ts';
import { keepLooking } from './keep-looking.ts';
import { lookAtCluster } from './look-at-cluster.ts';
import { readMetadataMetrics } from './read-metadata-metrics.ts';

/** The checklist after the door: describe on every node, the metadata log, directory and metrics, one schema, all up. */
export async function verifyCms(context: ActivityContext, task: VerifyCmsTask): Promise<StepOutcome> {
  const { spec, skipped = [] } = task;
  const { members } = cmsAsked(task, skipped, [String(task.members)]);
  const { verdicts } = await keepLooking(context, task.plan.cluster, spec.gates, async () => {
    const views = ['version', 'ring', 'cluster', 'cms'] as const;
    const inventory = await lookAtCluster(context, spec, { views, host: true, cql: true });
    // Behind the door nothing may be half done.
    const judged = { ...inventory, inHand: [] };
    const { log, directory } = await readMetadata(context, task, inventory);
    const metrics = await readMetadataMetrics(context, task, inventory.nodes);
    return {
      verdicts: [
        judgeCmsDescribed(inventory.nodes, { members }),
        metadataLog(log),
        metadataDirectory(directory, task.plan),
        metadataMetrics(metrics, { members }),
        schemaAgreed({ spec, inventory: judged }),
        ringUp({ spec, inventory: judged }),
        seedsValid({ spec, inventory: judged }),
        accordOff({ spec, inventory: judged }),
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
    log: (await cql.query('SELECT epoch, kind FROM system_views.cluster_metadata_log')).map((row) =>
      String(row['kind']),
    ),
    directory: await cql.query('SELECT * FROM system_views.cluster_metadata_directory'),
  }));
}
