import type { Door, Step, StepKind } from '../plan.ts';
import type { SettingChange } from '../setting-change.ts';
import type { StepDescription } from './step-description.ts';

const clusterSteps: Record<StepKind, StepDescription> = {
  awaitPreflight: {
    title: 'preflight',
    does: 'look at every node, judge the checklist',
    undo: 'nothing is changed',
    standsFor: ['S1-1', 'S1-2', 'S1-3', 'S1-4', 'S1-5', 'S1-6', 'S1-7', 'S1-9', 'S1-25', 'S4-1', 'S4-31'],
  },
  pauseActors: {
    title: 'pause others',
    does: 'pause who else works on the cluster, prove it, wait until nothing runs',
    undo: 'put back at the end in any case',
    standsFor: ['S1-4', 'S4-32'],
  },
  resumeActors: {
    title: 'put others back',
    does: 'put back what was paused, as it was, and look at it again',
    undo: 'none needed',
    standsFor: ['S4-22'],
  },
  measureService: {
    title: 'measure service',
    does: 'latencies, errors, pauses and data of every node',
    undo: 'nothing is changed',
    standsFor: ['S3-15', 'S1-G5'],
  },
  takeSnapshot: {
    title: 'snapshot',
    does: 'nodetool snapshot of all keyspaces, compared with the live files',
    undo: 'nodetool clearsnapshot',
    standsFor: ['S1-8'],
  },
  upgradeNode: {
    title: 'upgrade',
    does: 'carry the node to the target release',
    undo: 'back to the old release (remarks)',
    standsFor: ['S1-19', 'S4-2'],
  },
  upgradeGroup: {
    title: 'upgrade side by side',
    does: 'carry these nodes to the target release side by side',
    undo: 'back to the old release (remarks)',
    standsFor: ['S1-19', 'S3-3', 'S4-2', 'S4-6'],
  },
  soak: {
    title: 'soak',
    does: 'watch it before the others follow',
    undo: 'nothing is changed',
    standsFor: ['S1-18'],
  },
  restartNode: {
    title: 'restart',
    does: 'restart the node with one setting of cassandra.yaml changed',
    undo: 'the setting of before, where it still starts with it',
    standsFor: ['S4-7'],
  },
  awaitApproval: {
    title: 'approval',
    does: 'collect the evidence, wait for a named person',
    undo: 'nothing is changed',
    standsFor: ['S4-9', 'S4-16'],
  },
  repairBefore: {
    title: 'repair before',
    does: 'nodetool repair -full -pr, sequential, on the running release',
    undo: 'none needed',
    standsFor: ['S0-5', 'S4-31'],
  },
  rewriteLeftovers: {
    title: 'upgradesstables before the hop',
    does: 'nodetool upgradesstables on the running release, proven by file names',
    undo: 'none needed',
    standsFor: ['S3-7'],
  },
  rewriteSSTables: {
    title: 'upgradesstables',
    does: 'nodetool upgradesstables, proven by file names',
    undo: 'the restore point',
    standsFor: ['S1-20'],
  },
  repairNode: {
    title: 'repair',
    does: 'nodetool repair -full, sequential',
    undo: 'none needed',
    standsFor: ['S1-22'],
  },
  initializeCms: {
    title: 'cms initialize from',
    does: 'nodetool cms initialize, once',
    undo: 'none: there is no way back',
    standsFor: ['S1-24', 'S4-10', 'S4-11', 'S4-12', 'S4-14', 'S4-15'],
  },
  reconfigureCms: {
    title: 'cms reconfigure from',
    does: 'nodetool cms reconfigure, followed until done',
    undo: 'reconfigure again',
    standsFor: ['S4-17', 'S4-18', 'S4-19', 'S4-20', 'S4-21'],
  },
  smokeTestCms: {
    title: 'smoke test through',
    does: 'create, alter, write, read and drop a keyspace of its own',
    undo: 'the keyspace is dropped',
    standsFor: ['S4-26', 'S4-30'],
  },
  verifyCms: {
    title: 'verify the CMS',
    does: 'describe on every node, metadata log and directory',
    undo: 'nothing is changed',
    standsFor: ['S4-15', 'S4-23', 'S4-24', 'S4-25', 'S4-27', 'S4-29', 'S1-23', 'S1-27'],
  },
};

/** A restart is told by what it changes. */
const restarts: Record<SettingChange['setting'], StepDescription> = {
  legacyPort: {
    title: 'restart',
    does: 'restart it with enable_legacy_ssl_storage_port off',
    undo: 'a restart with it on again',
    standsFor: ['S0-13'],
  },
  storageMode: {
    title: 'restart',
    does: 'restart it in the new storage_compatibility_mode',
    undo: 'remarks say what it costs',
    standsFor: ['S4-7'],
  },
};

/** Where a soak or an approval belongs to a rolling restart, not to the roll. */
const aroundRestarts = {
  soak: { ...clusterSteps.soak, does: 'watch the cluster before the next restart', standsFor: ['S4-7'] },
  awaitApproval: { ...clusterSteps.awaitApproval, standsFor: ['S4-7'] },
} as const;

/** Of the approvals the one that nothing is looked at for. */
const confirmation: StepDescription = {
  title: 'confirmation',
  does: 'wait until a named person confirms each of these',
  undo: 'nothing is changed',
  standsFor: ['S0-2'],
};

export function describeStep(step: Pick<Step, 'kind'> & Partial<Told>): StepDescription {
  if (step.kind === 'restartNode' && step.change) return restarts[step.change.setting];
  if (step.door === 'preconditions') return confirmation;
  if (step.kind === 'soak' && step.change) return aroundRestarts.soak;
  if (step.kind === 'awaitApproval' && step.door?.startsWith('storage')) return aroundRestarts.awaitApproval;
  return clusterSteps[step.kind];
}

interface Told {
  readonly change: SettingChange;
  readonly door: Door;
}
