import type { NodeStepKind } from '../plan.ts';
import type { InstallMethod } from '../spec/spec.ts';
import { nodeSteps } from './node-steps.ts';
import type { StepDescription } from './step-description.ts';

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
