/** The steps of one node's turn, where the release comes as a tarball. */
import type { NodeStepKind } from '../plan.ts';
import type { StepDescription } from './step-description.ts';

export const nodeSteps: Record<NodeStepKind, StepDescription> = {
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
