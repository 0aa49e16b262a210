/** How long each kind of work may take and how often it is tried, in one place. */
import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';

// A dead worker is noticed when heartbeats stop: activities send one every second. All attempts but the last are
// fenced off on the hosts, so that one which was only slow does no harm.
const heartbeatTimeout = '4s';
// Nine minutes and more, before a person is asked: a node, its network or a server may be away for some.
const retry = {
  // Of the five seconds within which a killed worker's step goes on, little is left.
  initialInterval: '500ms',
  backoffCoefficient: 2,
  maximumInterval: '30s',
  maximumAttempts: 20,
} as const;
// A cancelled step is over when its work on the host is: the workflow goes on only then.
const cancellationType = ActivityCancellationType.WAIT_CANCELLATION_COMPLETED;

export const patience = {
  /** Reading, parsing, judging: no lasting effect. */
  look: { startToCloseTimeout: '1h', heartbeatTimeout, retry },
  /** Gates wait inside the activity, for as long as the file says. */
  gate: { startToCloseTimeout: '7d', heartbeatTimeout, retry, cancellationType },
  /** Looks on for as long as people take; a worker that dies meanwhile is no reason to stop. */
  watch: {
    startToCloseTimeout: '30d',
    heartbeatTimeout,
    retry: { initialInterval: '1s', maximumInterval: '1m' },
  },
  /** Changes that take seconds to minutes; the file's own limits come first. */
  change: { startToCloseTimeout: '1d', heartbeatTimeout, retry, cancellationType },
  /** Jobs of a host, hours to days long: over such a time more attempts may be needed than in a row. */
  longWork: {
    startToCloseTimeout: '7d',
    heartbeatTimeout,
    retry: { ...retry, maximumAttempts: 40 },
    cancellationType,
  },
  /** The one-way door: each attempt looks first, and none knocks twice. */
  oneWay: { startToCloseTimeout: '1h', heartbeatTimeout, retry, cancellationType },
  /** Tells people, for an hour and more; nothing waits for it. */
  tell: {
    startToCloseTimeout: '2m',
    heartbeatTimeout,
    retry: { initialInterval: '20s', backoffCoefficient: 2, maximumInterval: '15m', maximumAttempts: 10 },
  },
} as const satisfies Record<string, ActivityOptions>;

export type Patience = keyof typeof patience;

/** Which patience each activity gets. */
export const patienceOf = {
  readSpec: 'look',
  lookAndPlan: 'look',
  planNode: 'look',
  planRestart: 'look',
  keepConfiguration: 'change',
  changeConfiguration: 'change',
  putConfigurationBack: 'change',
  collectDoorEvidence: 'look',
  verifyApproval: 'look',
  watchDoor: 'watch',
  awaitPreflight: 'gate',
  pauseActors: 'gate',
  measureService: 'gate',
  awaitGatesBefore: 'gate',
  awaitGatesAfter: 'gate',
  awaitServing: 'gate',
  lockHost: 'change',
  unlockHost: 'change',
  unpackRelease: 'change',
  prepareConfiguration: 'change',
  drainNode: 'change',
  stopNode: 'change',
  carryData: 'change',
  makeRestorePoint: 'change',
  keepIdentity: 'change',
  replaceSystemTables: 'change',
  settleSystemTables: 'change',
  switchRelease: 'change',
  startNode: 'change',
  resumeActors: 'change',
  takeSnapshot: 'longWork',
  rewriteLeftovers: 'longWork',
  rewriteSSTables: 'longWork',
  repairBefore: 'longWork',
  repairNode: 'longWork',
  initializeCms: 'oneWay',
  abortInitialization: 'oneWay',
  reconfigureCms: 'change',
  smokeTestCms: 'change',
  verifyCms: 'look',
  howNodeStands: 'look',
  lookAtWindows: 'look',
  notify: 'tell',
  planRollback: 'look',
  previewRollback: 'look',
  planNodeRollback: 'look',
  findAside: 'look',
  forgetAside: 'change',
  beginRollback: 'change',
  archiveRelease: 'change',
  putBackData: 'change',
  switchBack: 'change',
  startBack: 'change',
  finishRollback: 'change',
  repairRestored: 'longWork',
} as const satisfies Record<string, Patience>;
