import { CancelledFailure, Context } from '@temporalio/activity';
import { parseSpec } from '../knowledge/spec/parse-spec.ts';
import { lookAtWindows } from '../knowledge/windows/look-at-windows.ts';
import type { Activities } from './activities.ts';
import type { ActivityContext, ActivityDependencies, Cancellation } from './activity-context.ts';
import { abortInitialization } from './change/abort-initialization.ts';
import { archiveRelease } from './change/archive-release.ts';
import { beginRollback } from './change/begin-rollback.ts';
import { findAside, forgetAside } from './change/forget-aside.ts';
import { finishRollback } from './change/finish-rollback.ts';
import { putBackData } from './change/put-back-data.ts';
import { repairRestored } from './change/repair-restored.ts';
import { startBack } from './change/start-back.ts';
import { switchBack } from './change/switch-back.ts';
import { planNodeRollback } from './observe/plan-node-rollback.ts';
import { planRollback, previewRollback } from './observe/plan-rollback.ts';
import {
  changeConfiguration,
  keepConfiguration,
  putConfigurationBack,
} from './change/change-configuration.ts';
import { carryData } from './change/carry-data.ts';
import { drainNode } from './change/drain-node.ts';
import { initializeCms } from './change/initialize-cms.ts';
import { lockHost, unlockHost } from './change/lock-host.ts';
import { keepIdentity } from './change/keep-identity.ts';
import { replaceSystemTables } from './change/replace-system-tables.ts';
import { settleSystemTables } from './change/settle-system-tables.ts';
import { makeRestorePoint } from './change/make-restore-point.ts';
import { measureService } from './change/measure-service.ts';
import { pauseActors } from './change/pause-actors.ts';
import { prepareConfiguration } from './change/prepare-configuration.ts';
import { reconfigureCms } from './change/reconfigure-cms.ts';
import { repairBefore } from './change/repair-before.ts';
import { repairNode } from './change/repair-node.ts';
import { resumeActors } from './change/resume-actors.ts';
import { rewriteLeftovers } from './change/rewrite-leftovers.ts';
import { rewriteSSTables } from './change/rewrite-sstables.ts';
import { smokeTestCms } from './change/smoke-test-cms.ts';
import { startNode } from './change/start-node.ts';
import { stopNode } from './change/stop-node.ts';
import { switchRelease } from './change/switch-release.ts';
import { takeSnapshot } from './change/take-snapshot.ts';
import { unpackRelease } from './change/unpack-release.ts';
import { awaitGatesAfter, awaitGatesBefore } from './observe/await-gates.ts';
import { awaitServing } from './observe/await-serving.ts';
import { notify } from './notify.ts';
import { collectDoorEvidence } from './observe/collect-door-evidence.ts';
import { awaitPreflight, lookAndPlan } from './observe/look-and-plan.ts';
import { howNodeStands } from './observe/how-node-stands.ts';
import { planRestart } from './observe/plan-restart.ts';
import { planNode } from './observe/plan-node.ts';
import { tellingWayBack } from './observe/telling-way-back.ts';
import { verifyCms } from './observe/verify-cms.ts';
import { watchDoor } from './observe/watch-door.ts';
import { verifyApproval } from './signatures/verify-approval.ts';

/** Well below every heartbeatTimeout of workflows/patience.ts. */
const heartbeatEveryMillis = 1_000;

type Work<Input, Output> = (context: ActivityContext, input: Input) => Promise<Output>;

/** Every activity, bound to what the worker gives them. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const bind =
    <Input, Output>(work: Work<Input, Output>) =>
    (input: Input): Promise<Output> =>
      inContext(dependencies, (context) => work(context, input));
  return {
    readSpec: async ({ spec }) => parseSpec(spec),
    lookAndPlan: bind(lookAndPlan),
    awaitPreflight: bind(awaitPreflight),
    pauseActors: bind(pauseActors),
    resumeActors: bind(resumeActors),
    measureService: bind(measureService),
    takeSnapshot: bind(takeSnapshot),
    planNode: bind(planNode),
    planRestart: bind(planRestart),
    keepConfiguration: bind(keepConfiguration),
    changeConfiguration: bind(changeConfiguration),
    putConfigurationBack: bind(putConfigurationBack),
    lockHost: bind(lockHost),
    unpackRelease: bind(unpackRelease),
    prepareConfiguration: bind(prepareConfiguration),
    awaitGatesBefore: bind(awaitGatesBefore),
    drainNode: bind(drainNode),
    stopNode: bind(stopNode),
    carryData: bind(carryData),
    makeRestorePoint: bind(makeRestorePoint),
    keepIdentity: bind(keepIdentity),
    replaceSystemTables: bind(replaceSystemTables),
    settleSystemTables: bind(settleSystemTables),
    switchRelease: bind(tellingWayBack(switchRelease)),
    startNode: bind(tellingWayBack(startNode)),
    awaitServing: bind(tellingWayBack(awaitServing)),
    awaitGatesAfter: bind(tellingWayBack(awaitGatesAfter)),
    unlockHost: bind(unlockHost),
    rewriteLeftovers: bind(rewriteLeftovers),
    rewriteSSTables: bind(rewriteSSTables),
    repairBefore: bind(repairBefore),
    repairNode: bind(repairNode),
    collectDoorEvidence: bind(collectDoorEvidence),
    watchDoor: bind(watchDoor),
    verifyApproval: bind(verifyApproval),
    howNodeStands: bind(howNodeStands),
    lookAtWindows: async ({ windows }) => lookAtWindows(windows, Date.now()),
    notify: bind(notify),
    initializeCms: bind(initializeCms),
    abortInitialization: bind(abortInitialization),
    reconfigureCms: bind(reconfigureCms),
    smokeTestCms: bind(smokeTestCms),
    verifyCms: bind(verifyCms),
    planRollback: bind(planRollback),
    previewRollback: bind(previewRollback),
    planNodeRollback: bind(planNodeRollback),
    beginRollback: bind(beginRollback),
    archiveRelease: bind(archiveRelease),
    putBackData: bind(putBackData),
    switchBack: bind(switchBack),
    startBack: bind(startBack),
    finishRollback: bind(finishRollback),
    repairRestored: bind(repairRestored),
    findAside: bind(findAside),
    forgetAside: bind(forgetAside),
  };
}

async function inContext<Output>(
  dependencies: ActivityDependencies,
  work: (context: ActivityContext) => Promise<Output>,
): Promise<Output> {
  const temporal = Context.current();
  const { info } = temporal;
  let progress = 'begun';
  const beat = () => temporal.heartbeat(progress);
  const timer = setInterval(beat, heartbeatEveryMillis);
  beat();
  const workflowId = info.workflowExecution?.workflowId ?? 'unknown';
  try {
    return await work({
      ...dependencies,
      // A node's child workflow and a preview speak for their cluster's upgrade: its lock on a host is theirs.
      owner: `${info.namespace}/${workflowId.replace(/\/(node\/.*|plan)$/, '')}`,
      fence: info.currentAttemptScheduledTimestampMs,
      attempt: info.attempt,
      workflowId,
      request: `${info.workflowExecution?.runId ?? 'unknown'}/${info.activityId}`,
      signal: temporal.cancellationSignal,
      cancellation: () => cancellationBy(temporal.cancellationSignal),
      say: (text) => {
        progress = text;
        beat();
      },
      sleep: (millis) => temporal.sleep(millis),
    });
  } finally {
    clearInterval(timer);
  }
}

/** Only the workflow's own cancellation ends the work; all other reasons end this attempt. */
function cancellationBy({ aborted, reason }: AbortSignal): Cancellation | null {
  if (!aborted) return null;
  // What the SDK gives as the reason's message: CANCELLED, TIMED_OUT, NOT_FOUND, WORKER_SHUTDOWN, PAUSED, RESET.
  return reason instanceof CancelledFailure && reason.message === 'CANCELLED' ? 'asked' : 'left';
}
