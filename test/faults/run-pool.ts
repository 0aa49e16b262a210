import { type RunOutcome, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { Stage } from './stage.ts';

export interface RunPoolOptions {
  readonly scenarios: readonly Scenario[];
  /** Set already; the pool clears it. */
  readonly first: Stage;
  readonly lanes: number;
  readonly temporal: string;
  readonly sayOf: (scenario: Scenario) => (line: string) => void;
}

/** Runs scenarios beside each other, a stage each: most of a run is waiting for something that was broken. */
export class RunPool {
  readonly #options: RunPoolOptions;
  readonly #outcomes = new Map<number, PromiseWithResolversOf<RunOutcome>>();
  readonly #left: Scenario[];
  readonly #lanes: Promise<void>[];

  constructor(options: RunPoolOptions) {
    this.#options = options;
    this.#left = [...options.scenarios];
    for (const { seed } of options.scenarios) this.#outcomes.set(seed, withResolvers());
    this.#lanes = Array.from(
      { length: Math.min(options.lanes, Math.max(1, options.scenarios.length)) },
      (_, lane) => this.#walk(lane),
    );
  }

  outcomeOf(seed: number): Promise<RunOutcome> {
    const found = this.#outcomes.get(seed);
    if (!found) throw new RangeError(`no run has the seed ${seed}`);
    return found.promise;
  }

  /** Every run that ended, once all have. */
  async end(): Promise<RunOutcome[]> {
    this.#left.length = 0;
    await Promise.all(this.#lanes);
    const settled = await Promise.allSettled([...this.#outcomes.values()].map(({ promise }) => promise));
    return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  }

  async #walk(lane: number): Promise<void> {
    const { first, temporal, sayOf } = this.#options;
    const stage = lane === 0 ? first : await Stage.set(temporal);
    try {
      for (let scenario = this.#left.shift(); scenario; scenario = this.#left.shift()) {
        const own = this.#outcomes.get(scenario.seed);
        try {
          await stage.makeReady();
          own?.resolve(await runScenario(stage, scenario, sayOf(scenario)));
        } catch (error) {
          own?.reject(error);
        }
      }
    } finally {
      await stage.clear();
    }
  }
}

interface PromiseWithResolversOf<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

function withResolvers<Value>(): PromiseWithResolversOf<Value> {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  // Whoever asks for it gets the reason; until then it is nobody's unhandled rejection.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
