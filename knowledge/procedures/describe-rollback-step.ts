import type { RollbackStepKind } from '../rollback-plan.ts';
import type { InstallMethod } from '../spec/spec.ts';
import type { StepDescription } from './step-description.ts';

const steps: Record<RollbackStepKind, StepDescription> = {
  lockHost: {
    title: 'lock',
    does: 'lock the host for this way back',
    undo: 'unlocked at the end',
    standsFor: ['S1-19'],
  },
  awaitGatesBefore: {
    title: 'gates before',
    does: 'gates: others UN and serving, schema, members, idle',
    undo: 'nothing is changed',
    standsFor: ['S1-2', 'S1-19'],
  },
  beginRollback: {
    title: 'note the way back',
    does: 'keep on the host which way it goes back, and to what',
    undo: 'nothing is changed',
    standsFor: ['S1-9'],
  },
  drainNode: {
    title: 'drain',
    does: 'nodetool drain, believed when mode or log say DRAINED',
    undo: 'start it again',
    standsFor: ['S1-10'],
  },
  stopNode: {
    title: 'stop',
    does: 'stop the service, wait until its process is gone',
    undo: 'start it again',
    standsFor: ['S1-R1'],
  },
  archiveRelease: {
    title: 'archive the new release',
    does: "keep the new release's logs and configuration",
    undo: 'delete them',
    standsFor: ['S1-R2'],
  },
  putBackData: {
    title: 'put the data back',
    does: 'set the live files aside, put the kept ones back',
    undo: 'rename them back',
    standsFor: ['S1-R4'],
  },
  switchBack: {
    title: 'switch back',
    does: 'point the installation at the old release, its files back',
    undo: 'point it at the new one',
    standsFor: ['S1-R2', 'S1-R3'],
  },
  startBack: {
    title: 'start',
    does: 'check the data folders, start the service',
    undo: 'stop it',
    standsFor: ['S1-R5'],
  },
  awaitServing: {
    title: 'wait for UN and CQL',
    does: "wait for UN in every node's eyes and for CQL",
    undo: 'nothing is changed',
    standsFor: ['S1-R6'],
  },
  awaitGatesAfter: {
    title: 'gates after',
    does: 'gates: ring, schema, gossip, log, clients',
    undo: 'nothing is changed',
    standsFor: ['S1-R6', 'S1-G1', 'S1-G2', 'S1-G3', 'S1-G4', 'S1-G5'],
  },
  finishRollback: {
    title: 'note that it is back',
    does: 'close the note on the host; a repair may be owed',
    undo: 'nothing is changed',
    standsFor: ['S1-R8'],
  },
  unlockHost: {
    title: 'unlock',
    does: 'unlock the host',
    undo: 'nothing is changed',
    standsFor: ['S1-19'],
  },
};

/** What a step of a node's way back does, how it is undone and which steps of the runbooks it stands for. */
/** How the old release comes back where it was no tarball. */
const switchBackBy: Record<InstallMethod, string | null> = {
  tarball: null,
  deb: 'install the old packages again, its files back',
  rpm: 'install the old packages again, its files back',
  commands: 'run your own way back, its files back',
};

export function describeRollbackStep(
  kind: RollbackStepKind,
  method: InstallMethod = 'tarball',
): StepDescription {
  const does = kind === 'switchBack' ? switchBackBy[method] : null;
  return does === null ? steps[kind] : { ...steps[kind], does, undo: 'install the new ones' };
}
