import type { Door, NodeStepKind, RestartStepKind, Step, StepKind } from '../plan.ts';
import type { SettingChange } from '../setting-change.ts';
import type { InstallMethod } from '../spec/spec.ts';

/** What a step does, how it is undone and which steps of the runbooks it stands for (docs/coverage.md lists the ids). */
export interface StepDescription {
  /** Two or three words for a status line. */
  readonly title: string;
  readonly does: string;
  readonly undo: string;
  readonly standsFor: readonly string[];
}

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

const nodeSteps: Record<NodeStepKind, StepDescription> = {
  lockHost: {
    title: 'lock',
    does: 'lock the host for this upgrade',
    undo: 'unlocked at the end',
    standsFor: ['S1-19'],
  },
  unpackRelease: {
    title: 'unpack the release',
    does: 'unpack the release beside the old one, sha256 checked',
    undo: 'delete its folder',
    standsFor: ['S1-12', 'S4-3'],
  },
  prepareConfiguration: {
    title: 'merge the configuration',
    does: "merge the configuration, judged by the target's parser",
    undo: 'delete its folder',
    standsFor: ['S1-6', 'S1-7', 'S1-13', 'S1-14', 'S4-7'],
  },
  awaitGatesBefore: {
    title: 'gates before',
    does: 'gates: others UN and serving, schema, members, idle',
    undo: 'nothing is changed',
    standsFor: ['S1-2', 'S1-3', 'S1-4', 'S1-19', 'S4-7'],
  },
  drainNode: {
    title: 'drain',
    does: 'nodetool drain, believed when mode or log say DRAINED',
    undo: 'start it again',
    standsFor: ['S1-10', 'S4-3'],
  },
  stopNode: {
    title: 'stop',
    does: 'stop the service, wait until its process is gone',
    undo: 'start it again',
    standsFor: ['S1-11', 'S4-3'],
  },
  carryData: {
    title: 'carry the data',
    does: "make the data inside the old release those of the new one's",
    undo: 'none needed: both lead to them',
    standsFor: ['S0-16'],
  },
  makeRestorePoint: {
    title: 'restore point',
    does: 'restore point: hard links of all live files',
    undo: 'delete them',
    standsFor: ['S1-9', 'S1-R4'],
  },
  keepIdentity: {
    title: 'export system tables',
    does: 'keep host id, tokens and both tables of the running DSE node on its host',
    undo: 'nothing is changed',
    standsFor: ['S3-11'],
  },
  replaceSystemTables: {
    title: 'replace system tables',
    does: 'take system.local and system.peers of DSE away, each file only when the restore point has it',
    undo: 'the restore point',
    standsFor: ['S3-11'],
  },
  settleSystemTables: {
    title: 'compare its tokens',
    does: 'see that it owns the tokens of before, take what its first start needed out of its configuration',
    undo: 'the restore point',
    standsFor: ['S3-11'],
  },
  switchRelease: {
    title: 'switch',
    does: 'point the installation at the target release',
    undo: 'point it back',
    standsFor: ['S1-12', 'S1-14', 'S4-3'],
  },
  startNode: {
    title: 'start',
    does: 'check the data folders, start the service',
    undo: 'stop it',
    standsFor: ['S1-15', 'S4-3'],
  },
  awaitServing: {
    title: 'wait for UN and CQL',
    does: "wait for UN in every node's eyes and for CQL",
    undo: 'nothing is changed',
    standsFor: ['S1-16', 'S4-4'],
  },
  awaitGatesAfter: {
    title: 'gates after',
    does: 'gates: ring, schema, gossip, log, clients',
    undo: 'nothing is changed',
    standsFor: ['S1-17', 'S1-G1', 'S1-G2', 'S1-G3', 'S1-G4', 'S1-G5', 'S4-5'],
  },
  unlockHost: {
    title: 'unlock',
    does: 'unlock the host',
    undo: 'nothing is changed',
    standsFor: ['S1-19'],
  },
};

const restartSteps: Record<Exclude<RestartStepKind, NodeStepKind>, StepDescription> = {
  keepConfiguration: {
    title: 'keep the configuration',
    does: 'copy the configuration folder, as it is now, into the state folder',
    undo: 'nothing is changed',
    standsFor: ['S0-9'],
  },
  changeConfiguration: {
    title: 'change the setting',
    does: 'change one setting of cassandra.yaml, comments and order kept',
    undo: 'put the kept text back',
    standsFor: [],
  },
  putConfigurationBack: {
    title: 'put the setting back',
    does: 'put the setting of before back into cassandra.yaml',
    undo: 'none needed',
    standsFor: [],
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

export function describeRestartStep(kind: RestartStepKind): StepDescription {
  return isOfRestart(kind) ? restartSteps[kind] : nodeSteps[kind];
}

function isOfRestart(kind: RestartStepKind): kind is keyof typeof restartSteps {
  return Object.hasOwn(restartSteps, kind);
}

/** What is said otherwise where the release does not come as a tarball. */
const otherwise: Record<
  Exclude<InstallMethod, 'tarball'>,
  Partial<Record<NodeStepKind, Partial<StepDescription>>>
> = {
  deb: packageSteps('dpkg'),
  rpm: packageSteps('rpm'),
  commands: {
    unpackRelease: { does: 'nothing: your own commands bring the release', undo: 'nothing is changed' },
    prepareConfiguration: {
      does: 'nothing but a look at the JDK: the configuration is theirs',
      undo: 'nothing is changed',
    },
    switchRelease: {
      does: 'run your own commands, compare the configuration they left',
      undo: 'goBack, configuration of before',
      standsFor: ['S0-6', 'S1-12', 'S3-9', 'S4-3'],
    },
  },
};

function packageSteps(tool: string): Partial<Record<NodeStepKind, Partial<StepDescription>>> {
  return {
    unpackRelease: {
      does: 'lay the packages, new and old, aside, checked and tried',
      undo: 'delete their folders',
    },
    prepareConfiguration: {
      does: "merge the configuration with the package's, judged by the target's parser",
    },
    switchRelease: {
      does: `install the packages by ${tool}, no script of theirs starts it`,
      undo: 'install the old packages',
    },
  };
}

export function describeNodeStep(kind: NodeStepKind, method: InstallMethod = 'tarball'): StepDescription {
  return method === 'tarball' ? nodeSteps[kind] : { ...nodeSteps[kind], ...otherwise[method][kind] };
}
