import { sameRelease } from '../../knowledge/cassandra/release-name.ts';
import { judgeServiceBefore } from '../../knowledge/gates/judge-service-before.ts';
import { errorsOf, gainOf } from '../../knowledge/gates/service-counters.ts';
import type { ServiceBaseline, ServiceInput, ServiceSeen } from '../../knowledge/gates/service-input.ts';
import { serviceMeasured } from '../../knowledge/gates/service-measured.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { ServiceMeasures } from '../../knowledge/service-measures.ts';
import type { MeasureServiceTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings, plannedSettings } from '../observe/host-of.ts';
import { keepLooking } from '../observe/keep-looking.ts';
import { lookAtNodes } from '../observe/look-at-cluster.ts';
import { keepServiceBaseline } from '../observe/service-baseline.ts';
import { ServiceWatch } from '../observe/service-watch.ts';

type Measured = ServiceMeasures['nodes'];

/**
 * Measures how every node serves its clients. Before the first change it is kept on each host, to be compared with; where
 * nodes run the target already, what was kept by the run that changed them stays. At the end it is judged against that.
 * @throws RingliftError GateShut when a node does not tell, or clients are not served as before
 */
export async function measureService(
  context: ActivityContext,
  task: MeasureServiceTask,
): Promise<StepOutcome> {
  const { spec, plan, when } = task;
  // One that was left half done serves nobody.
  const settings = allPlannedSettings(task).filter(
    ({ node }) => when === 'after' || !plan.inHand?.includes(node),
  );
  const watch = new ServiceWatch(context, task, settings, spec.gates.service?.baselineWindow ?? '1m');
  let measured: Measured = [];
  let input: ServiceInput | null = null;
  const { verdicts } = await keepLooking(context, plan.cluster, spec.gates, async () => {
    const wanted = { views: ['version', 'ring'], host: true } as const;
    const observations = await lookAtNodes(context, spec, settings, () => wanted);
    input = await watch.look(observations);
    measured = input.nodes.flatMap((seen) => measuresOf(seen, observations));
    return { verdicts: when === 'after' ? judgeServiceBefore(input) : [serviceMeasured(input)] };
  });
  const nodes = when === 'before' && input ? await keepAll(context, task, input, measured) : measured;
  const says =
    when === 'before'
      ? `how ${nodes.length} nodes serve is kept, to be compared with`
      : `${nodes.length} nodes serve as before`;
  return { outcome: 'done', says, verdicts, service: { when, nodes } };
}

function measuresOf(seen: ServiceSeen, observations: readonly NodeObservation[]): Measured {
  const { node, now, earlier } = seen;
  if (!now) return [];
  const gain = gainOf(now, earlier, errorsOf);
  const release = observations.find((each) => each.node === node)?.version?.release ?? 'unknown';
  return [
    {
      ...{ node, at: now.at, release },
      ...{ readP99Micros: now.readP99Micros, writeP99Micros: now.writeP99Micros },
      errorsPerMinute: gain && gain.count / gain.minutes,
      longestGcMillis: now.countsPauses ? now.gc.longestMillis : null,
      dataBytes: now.dataBytes,
    },
  ];
}

/** In the middle of a roll the cluster is no measure of itself: what is kept there already counts. */
async function keepAll(
  context: ActivityContext,
  task: MeasureServiceTask,
  input: ServiceInput,
  measured: Measured,
): Promise<Measured> {
  const isBegun = task.plan.nodes.some(({ release }) => sameRelease(release, task.plan.to));
  return Promise.all(
    measured.map(async (measures) => {
      const { node, ...baseline } = measures;
      const kept = input.nodes.find((seen) => seen.node === node)?.before ?? null;
      if (isBegun && kept !== null) return { node, ...kept };
      const host = await context.hosts.get(plannedSettings(task, node));
      await keepServiceBaseline(context, { ...task, node }, host, baseline satisfies ServiceBaseline);
      return measures;
    }),
  );
}
