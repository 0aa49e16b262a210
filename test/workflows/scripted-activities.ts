import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type {
  Activities,
  DoorEvidence,
  DoorLook,
  NotifyTask,
  WatchDoorTask,
} from '../../activities/activities.ts';
import type { WayBackKind } from '../../knowledge/ledger.ts';
import type { Plan, PlannedNode, StepOutcome } from '../../knowledge/plan.ts';
import type { NodeStanding } from '../../knowledge/node-standing.ts';
import type { Notification } from '../../knowledge/notification.ts';
import { nodeRunbook } from '../../knowledge/procedures/node-upgrade.ts';
import { restartBackRunbook, restartRunbook } from '../../knowledge/procedures/node-restart.ts';
import { rollbackRunbook } from '../../knowledge/procedures/node-rollback.ts';
import { parseSpec } from '../../knowledge/spec/parse-spec.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { RollbackPlan } from '../../knowledge/rollback-plan.ts';
import { open, shutGates } from '../../knowledge/verdict.ts';
import type { WindowLook } from '../../knowledge/windows/look-at-windows.ts';

export type ActivityName = keyof Activities;

/** Activities that do nothing but remember that they were called, and fail when a test tells them to. */
export interface Script {
  readonly calls: { readonly name: ActivityName; readonly node: string | null; readonly input: unknown }[];
  /** What an activity was given at each of its calls. */
  inputs(name: ActivityName): unknown[];
  /** Errors that the next calls of an activity end with, first first. */
  readonly failures: Map<ActivityName, ApplicationFailure[]>;
  /** The digest that the door's evidence has now. */
  evidence: string;
  doorVerdictsOpen: boolean;
  /** The CMS is initialized, by whomever, and every node agrees. */
  isBehind: boolean;
  /** What going back takes of every node. */
  wayBack: WayBackKind;
  /** Nodes that a way back finds down, under our own lock. */
  readonly halfDone: Set<string>;
  /** The watch before the door sees changes; false: only what an approval makes it collect is seen. */
  watches: boolean;
  /** How a node is found that is asked about; by default it serves. */
  standing: NodeStanding;
  /** What the next looks at the maintenance windows see; then one is open. */
  readonly windows: WindowLook[];
  /** The plan that is made; by default one node at a time. */
  shape: (plan: Plan) => Plan;
  /** What was told to people outside, in order. */
  readonly told: Notification[];
  /** `NAME` or `NAME NODE`: goes on until it is cancelled, or the test takes it out. */
  readonly endless: Set<string>;
  readonly activities: Activities;
}

export const digestA = `sha256:${'a'.repeat(64)}`;
export const digestB = `sha256:${'b'.repeat(64)}`;

export function specFor(cluster: string, more: Partial<SpecInput> = {}): SpecInput {
  return {
    cluster,
    target: '6.0-alpha2',
    nodes: [{ address: '10.0.0.1' }],
    ssh: { user: 'ringlift', privateKeyFile: '/keys/id' },
    install: { file: '/releases/6.tar.gz', sha256: '0'.repeat(64), home: '/opt/cassandra' },
    strategy: { canary: { soak: '10ms' } },
    approvals: { who: ['ann', 'bob'], required: 1 },
    ...more,
  };
}

export function failureOf(type: string, message = `${type} happened`): ApplicationFailure {
  return ApplicationFailure.create({ type, message, nonRetryable: true, details: [{ verdicts: [] }] });
}

export function scriptedActivities(nodeCount = 3): Script {
  const script: Script = {
    calls: [],
    inputs: (name) => script.calls.filter((call) => call.name === name).map(({ input }) => input),
    failures: new Map(),
    evidence: digestA,
    doorVerdictsOpen: true,
    isBehind: false,
    wayBack: 'systemSchema',
    halfDone: new Set(),
    watches: true,
    standing: { serves: true, isDown: false, release: '5.0.9', says: 'it runs 5.0.9 and serves' },
    windows: [],
    shape: (plan) => plan,
    told: [],
    endless: new Set(),
    activities: {} as Activities,
  };
  const act = <Output>(name: ActivityName, output: (input: never) => Output) =>
    Object.assign(script.activities, {
      [name]: async (input: { node?: string }) => {
        script.calls.push({ name, node: input.node ?? null, input });
        const failure = script.failures.get(name)?.shift();
        if (failure) throw failure;
        while (script.endless.has(name) || script.endless.has(`${name} ${input.node}`)) {
          Context.current().heartbeat();
          await Context.current().sleep(50);
        }
        return output(input as never);
      },
    });
  act('readSpec', ({ spec }: { spec: unknown }) => {
    try {
      return parseSpec(spec);
    } catch (error) {
      throw failureOf('InvalidSpec', error instanceof Error ? error.message : '');
    }
  });
  act('howNodeStands', () => script.standing);
  act('lookAtWindows', () => script.windows.shift() ?? { open: true, opensAt: null, says: 'inside' });
  act('notify', ({ notification }: NotifyTask) => {
    script.told.push(notification);
  });
  act('lookAndPlan', ({ spec }: { spec: { cluster: string } }) => ({
    plan: script.shape(planOf(spec.cluster, nodeCount)),
    verdicts: [open('ringUp', ['all UN'])],
    evidence: digestA,
  }));
  act('planNode', ({ node }: { node: string }) => ({
    node,
    from: '5.0.9',
    to: '6.0-alpha2',
    steps: nodeRunbook.map((kind) => ({ kind })),
  }));
  act('planRestart', ({ node, putsBack }: { node: string; putsBack?: boolean }) => ({
    node,
    steps: putsBack === true ? restartBackRunbook : restartRunbook,
  }));
  act('collectDoorEvidence', () => evidenceOf(script));
  act('watchDoor', (task: WatchDoorTask) => watchScript(script, task));
  act('planRollback', ({ spec, node }: { spec: { cluster: string }; node?: string }) =>
    rollbackPlanOf(planOf(spec.cluster, nodeCount), script, node),
  );
  act('planNodeRollback', ({ node }: { node: string }) => ({
    node,
    from: '6.0-alpha2',
    back: {
      release: '5.0.9',
      folder: '/opt/apache-cassandra-5.0.9',
      way: script.wayBack,
      stamp: '20261121T102732Z',
      since: null,
    },
    steps: rollbackRunbook.map((kind) => ({ kind })),
  }));
  const done = (name: ActivityName) =>
    act(name, (): StepOutcome => ({ outcome: 'done', says: `${name} is done` }));
  const plain = [
    ...([
      'awaitPreflight',
      'pauseActors',
      'resumeActors',
      'measureService',
      'takeSnapshot',
      'repairBefore',
      'rewriteLeftovers',
      'rewriteSSTables',
      'repairNode',
      'initializeCms',
      'abortInitialization',
      'reconfigureCms',
    ] as const),
    ...(['smokeTestCms', 'verifyCms'] as const),
    ...nodeRunbook,
    ...rollbackRunbook,
    ...restartRunbook,
    'putConfigurationBack' as const,
    'repairRestored' as const,
  ];
  for (const name of plain) done(name);
  act('awaitGatesBefore', (): StepOutcome => {
    return { outcome: 'done', says: 'all gates are open', seenAt: new Date().toISOString() };
  });
  return script;
}

function rollbackPlanOf(plan: Plan, { wayBack: kind, halfDone }: Script, only?: string): RollbackPlan {
  const { to, storageMode, tag, nodes: planned, schemaDigest, cluster } = plan;
  const nodes = planned.map((node) => ({ ...node, release: '6.0-alpha2' }));
  const back = nodes
    .filter(({ node, name }) => only === undefined || node === only || name === only)
    .toReversed()
    .map(({ node, name, release }) => ({
      ...{ node, name, release, to: '5.0.9', kind },
      ...{ says: 'It goes back.', facts: [], since: '2026-11-21T10:27:32Z' },
      halfDone: halfDone.has(node),
    }))
    .toSorted((one, other) => Number(other.halfDone) - Number(one.halfDone));
  const restores = kind === 'restorePoint' || kind === 'snapshot';
  return {
    format: 1,
    context: {
      ...{ cluster, to, storageMode, tag, nodes, schemaDigest },
      ...(halfDone.size > 0 && { inHand: [...halfDone] }),
    },
    back,
    repairs: restores ? back.map(({ node }) => node) : [],
    ledger: { at: '2026-11-21T10:27:32Z', kind, says: 'They go back.', nodes: back, loses: null },
    loses: null,
    remarks: [],
  };
}

function evidenceOf(script: Script): DoorEvidence {
  return {
    digest: script.evidence,
    facts: ['the cluster is prod1', `the facts of ${script.evidence.slice(7, 15)}`],
    verdicts: script.doorVerdictsOpen
      ? [open('ready', ['all nodes on the target'])]
      : [{ gate: 'ready', open: false, evidence: ['cass-2 is down'], remedy: 'Bring cass-2 up.' }],
    warning: 'no way back',
    ...(script.isBehind && { isBehind: true }),
  };
}

/** As the real one: returns only when it sees something else, and looks only while the test lets it. */
async function watchScript(script: Script, task: WatchDoorTask): Promise<DoorLook> {
  for (;;) {
    Context.current().heartbeat();
    const seen = evidenceOf(script);
    const isSame = seen.digest === task.digest && shutGates(seen.verdicts).join() === task.shut.join();
    if (script.watches && !isSame) return { ...seen, blind: false };
    await Context.current().sleep(20);
  }
}

function planOf(cluster: string, nodeCount: number): Plan {
  const nodes = Array.from({ length: nodeCount }, (_, index): PlannedNode => ({
    node: `10.0.0.${index + 1}`,
    name: `cass-${index + 1}`,
    dataCenter: 'dc1',
    rack: `r${index + 1}`,
    isSeed: index === 0,
    release: '5.0.9',
    tokenCount: 16,
  }));
  const [first, ...rest] = nodes.map(({ node }) => node);
  const canary = first ?? '10.0.0.1';
  return {
    format: 1,
    cluster,
    to: '6.0-alpha2',
    storageMode: 'CASSANDRA_4',
    tag: `ringlift-${cluster}-to-6.0-alpha2`,
    nodes,
    schemaDigest: digestA,
    remarks: [],
    phases: [
      { name: 'preflight', steps: [{ kind: 'awaitPreflight' }] },
      { name: 'backup', steps: nodes.map(({ node }) => ({ kind: 'takeSnapshot', node, tag: 't' })) },
      {
        name: 'canary',
        steps: [
          { kind: 'upgradeNode', node: canary },
          { kind: 'soak', node: canary, duration: '10ms' },
        ],
      },
      { name: 'roll', steps: rest.map((node) => ({ kind: 'upgradeNode', node })) },
      { name: 'repair', steps: nodes.map(({ node }) => ({ kind: 'repairNode', node })) },
      {
        name: 'door',
        steps: [
          { kind: 'awaitApproval', door: 'cms' },
          { kind: 'initializeCms', node: canary, ignore: [] },
        ],
      },
      { name: 'reconfigure', steps: [{ kind: 'reconfigureCms', node: canary, replication: ['3'] }] },
      {
        name: 'verify',
        steps: [
          { kind: 'smokeTestCms', node: canary },
          { kind: 'verifyCms', members: 3 },
        ],
      },
    ],
  };
}
