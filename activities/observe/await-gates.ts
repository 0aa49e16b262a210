import { runningSetting } from '../../knowledge/cassandra/change-setting.ts';
import type { NodeGateInput } from '../../knowledge/gates/gate-input.ts';
import { gatesGoodForMillis } from '../../knowledge/gates/gates-good-for.ts';
import { lineOf } from '../../knowledge/cassandra/release-line.ts';
import { judgeAfterNode } from '../../knowledge/gates/judge-after-node.ts';
import { judgeBeforeNode } from '../../knowledge/gates/judge-before-node.ts';
import { judgeServiceAfter, stopsAtOnce } from '../../knowledge/gates/judge-service-after.ts';
import { judgeServiceBefore } from '../../knowledge/gates/judge-service-before.ts';
import {
  guardsMixedSchema,
  mixedSchemaStops,
  warnOfMixedSchema,
} from '../../knowledge/gates/mixed-schema.ts';
import type { ServiceInput } from '../../knowledge/gates/service-input.ts';
import type { NodeObservation } from '../../knowledge/observation.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeSettings } from '../../knowledge/spec/node-settings.ts';
import type { Verdict } from '../../knowledge/verdict.ts';
import { smallLedger } from '../../knowledge/reversibility/small-ledger.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { allPlannedSettings, hostOf } from './host-of.ts';
import { type Look, keepLooking } from './keep-looking.ts';
import { lookAround } from './look-around.ts';
import { lookAtNodes } from './look-at-cluster.ts';
import { lookAtLedger } from './look-at-ledger.ts';
import { judgeMetrics } from './look-at-metrics.ts';
import type { Wanted } from './look-at-node.ts';
import { readBaseline } from './read-baseline.ts';
import { readLogSince } from './read-log-since.ts';
import { readSetting } from './read-setting.ts';
import { ServiceWatch } from './service-watch.ts';

const everyNode = ['version', 'ring', 'cluster'] as const;
const before: Wanted = {
  views: [...everyNode, 'gossip', 'net', 'compactions', 'repairs', 'threadPools'],
  host: true,
  cql: true,
};
const peerAfter: Wanted = { views: [...everyNode, 'gossip'], host: true, cql: true };
const nodeAfter: Wanted = {
  views: [...peerAfter.views, 'net', 'threadPools', 'latency', 'info'],
  host: true,
  cql: true,
};

/** The gates just before a node is touched: every other node is up, serving, agreed and idle. */
export async function awaitGatesBefore(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const settings = allPlannedSettings(task);
  // The node itself may be half done by an earlier attempt, and must not block its own resumption.
  const others = settings.filter(({ node }) => node !== task.node);
  const watch = serviceWatchOf(context, task, others);
  const lookAtAll = () => lookAtNodes(context, task.spec, settings, () => wantedBefore(task));
  let seenAt = new Date();
  let warnings: string[] = [];
  const { verdicts } = await keepLooking(context, nameOf(task), task.spec.gates, async () => {
    let observations = await lookAtAll();
    seenAt = new Date();
    const service = await watch?.look(observations);
    // How clients are served was watched for minutes, the first time: all else is looked at again.
    if (Date.now() - seenAt.getTime() > gatesGoodForMillis / 4) {
      observations = await lookAtAll();
      seenAt = new Date();
    }
    const around = await lookAround(context, task, observations);
    const input = { ...inputOf(task), observations, around, before: null, log: null };
    warnings = guardsMixedSchema(input) ? warnOfMixedSchema(input) : [];
    const look = withService(judgeBeforeNode(input), service, judgeServiceBefore);
    return { ...look, isFinal: look.isFinal === true || mixedSchemaStops(task.spec, look.verdicts) };
  });
  return {
    outcome: 'done',
    says: `${verdicts.length} gates open before ${nameOf(task)} is touched`,
    verdicts,
    seenAt: seenAt.toISOString(),
    ...(warnings.length > 0 && { warnings }),
  };
}

/** The gates after a node's start: gates 1 to 5 of the 6.0 runbook, judged against what the node was before. */
export async function awaitGatesAfter(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const settings = allPlannedSettings(task);
  const host = await hostOf(context, task);
  const baseline = await readBaseline(context, task, host);
  const watch = serviceWatchOf(context, task, settings);
  let observations: readonly NodeObservation[] = [];
  const { verdicts } = await keepLooking(context, nameOf(task), task.spec.gates, async () => {
    observations = await lookAtNodes(context, task.spec, settings, (node) =>
      node === task.node ? nodeAfter : peerAfter,
    );
    const log = await readLogSince(context, task, host);
    const input = { ...inputOf(task), observations, before: baseline, log };
    const metrics = await judgeMetrics(context, task.spec, collected(task, settings), observations);
    const verdicts = [...judgeAfterNode(await withSetting(context, task, input)), ...metrics];
    return withService(verdicts, await watch?.look(observations), judgeServiceAfter);
  });
  const ledger = smallLedger(await lookAtLedger(context, task, observations));
  return { outcome: 'done', says: `${verdicts.length} gates open after ${nameOf(task)}`, verdicts, ledger };
}

/** Whose metrics must arrive: on a way back nobody's, else all but those that may be down beside the node. */
function collected(task: NodeTask, settings: readonly NodeSettings[]): readonly NodeSettings[] {
  return isWayBack(task) ? [] : standing(task, settings);
}

function isWayBack({ plan, putsBack }: NodeTask): boolean {
  return plan.leaving !== undefined || putsBack === true;
}

function standing({ plan, node, beside = [] }: NodeTask, settings: readonly NodeSettings[]): NodeSettings[] {
  const away = [...beside, ...(plan.inHand ?? [])];
  return settings.filter((each) => each.node === node || !away.includes(each.node));
}

/** A way back is no time to wait for clients to be served well: it may be why somebody goes back. */
function serviceWatchOf(
  context: ActivityContext,
  task: NodeTask,
  settings: readonly NodeSettings[],
): ServiceWatch | null {
  const { spec } = task;
  if (!spec.gates.service || isWayBack(task)) return null;
  const whole = standing(task, settings);
  return whole.length === 0 ? null : new ServiceWatch(context, task, whole, spec.gates.service.window);
}

function withService(
  verdicts: readonly Verdict[],
  service: ServiceInput | undefined,
  judge: (input: ServiceInput) => Verdict[],
): Look {
  if (!service) return { verdicts };
  const judged = judge(service);
  return { verdicts: [...verdicts, ...judged], isFinal: stopsAtOnce(service, judged) };
}

/** What the restarted process itself says of the setting; on its way back from it there is nothing to prove. */
async function withSetting(
  context: ActivityContext,
  task: NodeTask,
  input: NodeGateInput,
): Promise<NodeGateInput> {
  const { change, ...plain } = input;
  if (!change || task.putsBack === true) return plain;
  const { row } = runningSetting(change);
  return { ...input, settingInUse: await readSetting(context, task, row) };
}

/** Of a group no two may be members of the CMS. */
function wantedBefore({ plan, beside = [] }: NodeTask): Wanted {
  // On a way back the release that is left has one, and others of the group's cluster run it.
  const hasCms = [plan.to, plan.leaving ?? ''].some((release) => lineOf(release) === '6.0');
  if (beside.length === 0 || !hasCms) return before;
  return { ...before, views: [...before.views, 'cms'] };
}

function inputOf({ spec, plan, node, change, beside }: NodeTask) {
  return { spec, plan, node, ...(change && { change }), ...(beside && { beside }) };
}

function nameOf({ plan, node }: NodeTask): string {
  return plan.nodes.find((each) => each.node === node)?.name ?? node;
}
