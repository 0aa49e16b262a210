/** How long each kind of work may take and how often it is tried, in one place. */
import type { ActivityOptions } from '@temporalio/workflow';

// A dead worker is noticed when heartbeats stop: activities send one every few seconds.
const heartbeatTimeout = '20s';
const retry = {
  initialInterval: '1s',
  backoffCoefficient: 2,
  maximumInterval: '30s',
  maximumAttempts: 5,
} as const;

export const patience = {
  /** Reading, parsing, judging: no lasting effect. */
  look: { startToCloseTimeout: '10m', heartbeatTimeout, retry },
  /** Gates wait inside the activity, for as long as the file says. */
  gate: { startToCloseTimeout: '7d', heartbeatTimeout, retry },
  /** Looks on for as long as people take; a worker that dies meanwhile is no reason to stop. */
  watch: {
    startToCloseTimeout: '30d',
    heartbeatTimeout,
    retry: { initialInterval: '1s', maximumInterval: '1m' },
  },
  /** Changes that take seconds to minutes. */
  change: { startToCloseTimeout: '1h', heartbeatTimeout, retry },
  /** Rewriting and repairing: hours to days. */
  longWork: { startToCloseTimeout: '7d', heartbeatTimeout, retry },
  /** The one-way door: never tried again by itself, a person decides after a look. */
  oneWay: { startToCloseTimeout: '1h', heartbeatTimeout, retry: { maximumAttempts: 3 } },
} as const satisfies Record<string, ActivityOptions>;

export type Patience = keyof typeof patience;

/** Which patience each activity gets. */
export const patienceOf = {
  readSpec: 'look',
  lookAndPlan: 'look',
  planNode: 'look',
  collectDoorEvidence: 'look',
  watchDoor: 'watch',
  awaitPreflight: 'gate',
  awaitGatesBefore: 'gate',
  awaitGatesAfter: 'gate',
  awaitServing: 'gate',
  lockHost: 'change',
  unlockHost: 'change',
  unpackRelease: 'change',
  prepareConfiguration: 'change',
  drainNode: 'change',
  stopNode: 'change',
  makeRestorePoint: 'change',
  switchRelease: 'change',
  startNode: 'change',
  takeSnapshot: 'change',
  rewriteSSTables: 'longWork',
  repairNode: 'longWork',
  initializeCms: 'oneWay',
  reconfigureCms: 'change',
  smokeTestCms: 'change',
  verifyCms: 'look',
  planRollback: 'look',
  previewRollback: 'look',
  planNodeRollback: 'look',
  beginRollback: 'change',
  archiveRelease: 'change',
  putBackData: 'change',
  switchBack: 'change',
  startBack: 'change',
  finishRollback: 'change',
  repairRestored: 'longWork',
} as const satisfies Record<string, Patience>;
