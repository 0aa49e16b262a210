import { createHash } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../../activities/activities.ts';
import { verifyApproval } from '../../../activities/signatures/verify-approval.ts';
import type { NodeStepKind, StepOutcome } from '../../../knowledge/plan.ts';
import { specSchema } from '../../../knowledge/spec/spec.ts';
import { open, shut } from '../../../knowledge/verdict.ts';
import { scriptedRollbackPlan } from './scripted-rollback-plan.ts';
import { scriptedPlan } from './scripted-plan.ts';

/** What goes wrong, and how fast; a test changes it while the upgrade runs. */
export interface Script {
  /** `kind node`, such as `startNode 10.0.0.3`: fails for as long as it stands here. */
  readonly failing: Set<string>;
  /** Kinds whose first attempt fails in passing. */
  readonly stumbling: Set<string>;
  preflightOpen: boolean;
  /** The facts before the door now; their digest changes with them. */
  doorFacts: readonly string[];
  stepMillis: number;
  /** What going back loses for good. */
  loses: string | null;
}

export function digestOfFacts(facts: readonly string[]): string {
  return `sha256:${createHash('sha256').update(facts.join('\n')).digest('hex')}`;
}

export function makeScript(): Script {
  return {
    failing: new Set(),
    stumbling: new Set(),
    preflightOpen: true,
    doorFacts: ['3 of 3 nodes run 6.0.0', 'one schema version'],
    stepMillis: 0,
    loses: null,
  };
}

/** Activities that reach no node: what they say is what real ones would say of a cluster where all goes well. */
export function scriptedActivities(script: Script): Activities {
  const step = (kind: string, says: (node: string) => string) => {
    return async (input: object): Promise<StepOutcome> => {
      const node = 'node' in input ? String(input.node) : '';
      await new Promise((resolve) => setTimeout(resolve, script.stepMillis));
      if (script.stumbling.delete(kind)) throw new Error(`${node}: the connection was closed`);
      if (script.failing.has(`${kind} ${node}`)) throw notServing(node);
      const verdicts = kind.startsWith('await')
        ? [open('otherNodesUp', ['2 of 2 other nodes are UN'], ['S1-2'])]
        : [];
      return { outcome: 'done', says: says(node), verdicts, evidence: `sha256:${'77ab'.repeat(16)}` };
    };
  };
  const nodeStep = (kind: NodeStepKind) => step(kind, (node) => `${node}: ${kind} was seen to be done.`);
  return {
    readSpec: async ({ spec }) => specSchema.parse(spec),
    lookAndPlan: async ({ spec }) => ({
      plan: scriptedPlan(spec.cluster),
      verdicts: preflight(script),
      evidence: null,
    }),
    planNode: async ({ node }) => ({
      node,
      from: '5.0.9',
      to: '6.0.0',
      steps: [
        { kind: 'lockHost' },
        { kind: 'awaitGatesBefore' },
        { kind: 'stopNode' },
        { kind: 'startNode' },
        { kind: 'unlockHost' },
      ],
    }),
    planRestart: async ({ node }) => ({ node, steps: ['lockHost', 'stopNode', 'startNode', 'unlockHost'] }),
    lookAtWindows: async () => ({ open: true, opensAt: null, says: 'inside' }),
    collectDoorEvidence: async () => ({
      digest: digestOfFacts(script.doorFacts),
      facts: script.doorFacts,
      verdicts: [open('allOnTarget', ['3 of 3 nodes run 6.0.0'])],
      warning: 'After "nodetool cms initialize" there is no way back to 5.0.',
    }),
    // What changes here is seen when somebody approves.
    watchDoor: async () => {
      for (;;) {
        Context.current().heartbeat();
        await Context.current().sleep(200);
      }
    },
    // By the real ssh-keygen.
    verifyApproval: (task) =>
      verifyApproval({ signal: Context.current().cancellationSignal }, task).catch((error: unknown) => {
        throw ApplicationFailure.nonRetryable(String(error), 'SignatureRefused');
      }),
    howNodeStands: async ({ node }) => ({
      serves: !script.failing.has(`startNode ${node}`),
      isDown: false,
      release: '5.0.9',
      says: 'it runs 5.0.9 and serves',
    }),
    notify: async () => undefined,
    awaitPreflight: step('awaitPreflight', () => 'Every gate is open.'),
    pauseActors: step('pauseActors', () => 'All of them are paused.'),
    resumeActors: step('resumeActors', () => 'All of them go on.'),
    keepConfiguration: step('keepConfiguration', (node) => `The configuration of ${node} is kept.`),
    changeConfiguration: step('changeConfiguration', (node) => `cassandra.yaml of ${node} is changed.`),
    putConfigurationBack: step('putConfigurationBack', (node) => `cassandra.yaml of ${node} is put back.`),
    measureService: step('measureService', () => 'Every node told how it serves.'),
    takeSnapshot: step('takeSnapshot', (node) => `${node}: 212 files linked.`),
    rewriteLeftovers: step('rewriteLeftovers', () => 'Nothing is older.'),
    rewriteSSTables: step('rewriteSSTables', () => 'Nothing to rewrite.'),
    repairBefore: step('repairBefore', () => 'Repaired.'),
    repairNode: step('repairNode', () => 'Repaired.'),
    abortInitialization: async () => ({ outcome: 'done', says: 'no node is migrating' }),
    initializeCms: step('initializeCms', () => 'The CMS was initialized.'),
    reconfigureCms: step('reconfigureCms', () => '3 members.'),
    smokeTestCms: step('smokeTestCms', () => 'The epoch moved on every node.'),
    verifyCms: step('verifyCms', () => 'cms describe agrees on every node.'),
    carryData: nodeStep('carryData'),
    lockHost: nodeStep('lockHost'),
    awaitGatesBefore: nodeStep('awaitGatesBefore'),
    unpackRelease: nodeStep('unpackRelease'),
    prepareConfiguration: nodeStep('prepareConfiguration'),
    drainNode: nodeStep('drainNode'),
    stopNode: nodeStep('stopNode'),
    makeRestorePoint: nodeStep('makeRestorePoint'),
    keepIdentity: nodeStep('keepIdentity'),
    replaceSystemTables: nodeStep('replaceSystemTables'),
    settleSystemTables: nodeStep('settleSystemTables'),
    switchRelease: nodeStep('switchRelease'),
    startNode: nodeStep('startNode'),
    awaitServing: nodeStep('awaitServing'),
    awaitGatesAfter: nodeStep('awaitGatesAfter'),
    unlockHost: nodeStep('unlockHost'),
    beginRollback: step('beginRollback', (node) => `${node}: beginRollback was seen to be done.`),
    archiveRelease: step('archiveRelease', (node) => `${node}: archiveRelease was seen to be done.`),
    putBackData: step('putBackData', (node) => `${node}: putBackData was seen to be done.`),
    switchBack: step('switchBack', (node) => `${node}: switchBack was seen to be done.`),
    startBack: step('startBack', (node) => `${node}: startBack was seen to be done.`),
    finishRollback: step('finishRollback', (node) => `${node}: finishRollback was seen to be done.`),
    repairRestored: step('repairRestored', (node) => `${node}: repairRestored was seen to be done.`),
    planRollback: async ({ spec }) => ({ ...scriptedRollbackPlan(spec.cluster), loses: script.loses }),
    previewRollback: async ({ spec }) => ({ ...scriptedRollbackPlan(spec.cluster), loses: script.loses }),
    findAside: async ({ spec }) => ({ plan: scriptedRollbackPlan(spec.cluster).context, nodes: [] }),
    forgetAside: step('forgetAside', (node) => `${node}: nothing is set aside.`),
    planNodeRollback: async ({ node }) => ({
      node,
      from: '6.0.0',
      back: {
        release: '5.0.9',
        folder: '/opt/apache-cassandra-5.0.9',
        way: 'binaries',
        stamp: '20261121T102732Z',
        since: null,
      },
      steps: [
        { kind: 'lockHost' },
        { kind: 'stopNode' },
        { kind: 'switchBack' },
        { kind: 'startBack' },
        { kind: 'unlockHost' },
      ],
    }),
  };
}

function preflight({ preflightOpen }: Script) {
  if (preflightOpen) return [open('otherNodesUp', ['3 of 3 nodes are UN'], ['S1-2'])];
  return [shut('otherNodesUp', ['10.0.0.3 is DN'], 'Bring back 10.0.0.3.', ['S1-2'])];
}

function notServing(node: string): ApplicationFailure {
  return ApplicationFailure.create({
    type: 'NodeNotServing',
    message: `${node}: it did not serve CQL within 15m of its start. Changed: binaries 6.0.0. Read its system.log.`,
    nonRetryable: true,
    details: [
      { verdicts: [shut('servesClients', [`${node}:9042 refuses connections`], 'Read its system.log.')] },
    ],
  });
}
