/** One upgrade of one simulated cluster under the faults of a scenario, and what the hosts say of it afterwards. */
import type { SimulatedCluster } from '../../lab/simulation/simulated-cluster.ts';
import { startSimulation } from '../../lab/simulation/start-simulation.ts';
import { nodeWorkflowId } from '../../knowledge/messages.ts';
import { type Violation, violationsOf } from './invariants.ts';
import { GivenUp, Person, innermost } from './person.ts';
import { falseReason } from './reasons.ts';
import { Saboteur } from './saboteur.ts';
import type { Scenario } from './scenario.ts';
import type { Injection } from './fault.ts';
import type { Stage } from './stage.ts';
import { togetherOf } from './together.ts';
import { World } from './world.ts';

export interface RunOutcome {
  readonly scenario: Scenario;
  readonly world: World;
  readonly unmet: readonly Injection[];
  readonly violations: readonly Violation[];
  readonly asked: readonly string[];
  readonly tookMillis: number;
  readonly log: readonly string[];
}

const target = '6.0-alpha2';
/** The end of an upgrade whose door stays shut for now. */
const restartsOnly = { storage: { mode: 'NONE', soak: '200ms' }, cms: { initialize: false } } as const;
/** Of the log: a failure's beginning says enough. */
const longestLine = 300;
const limitMillis = 20 * 60_000;
/** For the same thing in a row. */
const mostAsked = 25;

export async function runScenario(
  stage: Stage,
  scenario: Scenario,
  say: (line: string) => void = () => undefined,
): Promise<RunOutcome> {
  const log: string[] = [];
  const world = new World((line) => {
    log.push(line);
    say(line);
  });
  const { seed, way, places, order, storageMode, injections } = scenario;
  const clusterName = `faults-${seed}-${Date.now() % 100_000}`;
  const cluster = await startSimulation({
    ...{ clusterName, nodes: places, storageMode, target },
    ...(way !== 'whole' && { release: target }),
  });
  const saboteur = new Saboteur({ cluster, crew: stage.crew, server: stage.server, world, injections });
  const found: Violation[] = [];
  const asked: string[] = [];
  const { gates, ssh, ...rest } = cluster.specFor();
  const spec = {
    ...rest,
    ...(way === 'restarts' && restartsOnly),
    // A busy computer is none of the faults.
    gates: { ...gates, patience: '8s', latencyFloor: '10s' },
    ssh: { ...ssh, connectTimeout: '10s' },
    nodetool: { limit: '8s', changeLimit: '20s' },
    strategy: {
      canary: { soak: '200ms' },
      ...(order.length > 0 ? { order: [...order] } : {}),
      ...(scenario.together ? { atOnce: 'rack' as const, consistency: 'LOCAL_QUORUM' as const } : {}),
    },
  };
  const person = new Person({
    ...{ address: stage.server.address, spec, tell: (line) => world.tell(line) },
    onWaiting: async (waiting) => {
      asked.push(`${waiting.error} at ${waiting.step}`);
      if (isAskedForEver(asked)) throw new GivenUp(`whatever is mended, it asks again: ${waiting.message}`);
      const why = falseReason(waiting, world, cluster);
      if (why !== null) found.push({ invariant: 'a true reason', says: why });
      await saboteur.mend();
    },
    onShutDoor: () => saboteur.mend(),
  });
  const forgetCommands = cluster.onCommand(saboteur);
  const forgetSteps = stage.onStep(({ what, step, attempt, says }, worker) => {
    if (what === 'begins') {
      world.currentStep = step;
      saboteur.stepBegan();
    }
    const ending = says === '' ? '' : `: ${says.slice(0, longestLine)}`;
    world.tell(`  ${step} ${what}${attempt > 1 ? ` (attempt ${attempt})` : ''} in worker ${worker}${ending}`);
  });
  let approvals = 0;
  try {
    await person.start();
    const { state } = await person.attend(Date.now() + limitMillis);
    world.tell(`ended: ${state}`);
    approvals = person.approvals;
    if (state !== 'done') found.push({ invariant: 'it ends well', says: `it ended as ${state}` });
  } catch (error) {
    found.push({ invariant: 'it ends well', says: `${String(error)} (${innermost(error)})` });
    await person.terminate(cluster.nodes.map(({ address }) => nodeWorkflowId(spec.cluster, address)));
  } finally {
    const { unmet } = saboteur;
    world.tell(`${injections.length - unmet.length} of ${injections.length} faults met it`);
  }
  const unmet = [...saboteur.unmet];
  await saboteur.end();
  forgetCommands();
  forgetSteps();
  await person.leave();
  const violations = [...found, ...(await judged(cluster, world, approvals, scenario))];
  await cluster.stop();
  return { scenario, world, unmet, violations, asked, tookMillis: Date.now() - world.startedAt, log };
}

/** Everything that was broken is whole after the first time: what is asked so often in a row is no passing trouble. */
function isAskedForEver(asked: readonly string[]): boolean {
  const last = asked.slice(-mostAsked);
  return last.length === mostAsked && last.every((each) => each === last[0]);
}

async function judged(
  cluster: SimulatedCluster,
  world: World,
  approvals: number,
  { together, places, way }: Scenario,
): Promise<Violation[]> {
  const nodes = await Promise.all(
    cluster.nodes.map(async (node) => ({
      name: node.name,
      events: node.events,
      state: node.state(),
      journal: await node.journal(),
    })),
  );
  return violationsOf({
    nodes,
    commands: world.commands,
    approvals,
    target,
    ...(together && { together: togetherOf(places) }),
    ...(way === 'restarts' && { restartsInto: restartsOnly.storage.mode }),
  });
}
