import type { NodeStepKind, RestartStepKind } from '../plan.ts';
import { nodeSteps } from './node-steps.ts';
import type { StepDescription } from './step-description.ts';

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

export function describeRestartStep(kind: RestartStepKind): StepDescription {
  return isOfRestart(kind) ? restartSteps[kind] : nodeSteps[kind];
}

function isOfRestart(kind: RestartStepKind): kind is keyof typeof restartSteps {
  return Object.hasOwn(restartSteps, kind);
}
