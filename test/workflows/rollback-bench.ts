import type { RollbackInput } from '../../knowledge/messages.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import { type Bench, startBench } from './bench.ts';
import { causes } from './causes.ts';
import { type Script, specFor } from './scripted-activities.ts';

/** A way back started on the test run's server, with scripted activities. */
export interface RollbackBench extends Bench {
  /** The words that it failed with, causes and all. */
  failure(): Promise<string>;
}

export interface RollbackOptions extends Partial<Omit<RollbackInput, 'spec'>> {
  /** Pause it with its very first signal. */
  readonly pauseFirst?: boolean;
}

export async function startRollback(
  script: Script,
  options: RollbackOptions = {},
  spec: Partial<SpecInput> = {},
): Promise<RollbackBench> {
  const { pauseFirst = false, ...more } = options;
  const bench = await startBench(
    script,
    {},
    {
      type: 'rollbackCluster',
      input: (cluster) => ({ spec: specFor(cluster, spec), by: 'ann', reason: 'it is too slow', ...more }),
      ...(pauseFirst && { signal: { name: 'pause' as const, payload: { by: 'ann' } } }),
    },
  );
  return {
    ...bench,
    failure: async () => {
      try {
        await bench.result();
        return 'it did not fail';
      } catch (error) {
        return causes(error);
      }
    },
  };
}
