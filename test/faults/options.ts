/** What script/faults asks for, as it comes through the environment. */
import { faults, type Injection } from './fault.ts';
import { type Scenario, calmScenario, restartsIn, runsForAll, togetherIn } from './scenario.ts';

export interface FaultOptions {
  readonly seeds: readonly number[];
  /** Upgrades at the same time. */
  readonly lanes: number;
  /** Every run's log is printed as it is written. */
  readonly verbose: boolean;
  /** The run without faults whose steps the others break. */
  readonly calm: Scenario;
  /** Leaves only those faults of a scenario that were asked for. */
  chosen(scenario: Scenario): Scenario;
}

export function readOptions(environment: NodeJS.ProcessEnv): FaultOptions {
  const named = seedsOf(environment['RINGLIFT_FAULTS_SEED'] ?? '');
  // No step of a restart has its effect once for the whole cluster.
  const restarts = environment['RINGLIFT_FAULTS_RESTARTS'] === '1';
  const runs = Number(environment['RINGLIFT_FAULTS_RUNS'] ?? (restarts ? faults.length : runsForAll));
  const only = onlyOf(environment['RINGLIFT_FAULTS_ONLY'] ?? '');
  return {
    seeds: named.length > 0 ? named : Array.from({ length: runs }, (_, index) => index + 1),
    lanes: Number(environment['RINGLIFT_FAULTS_LANES'] ?? 4),
    verbose: named.length === 1 || environment['RINGLIFT_FAULTS_VERBOSE'] === '1',
    calm: restarts ? restartsIn(calmScenario()) : calmScenario(),
    chosen: (scenario) => {
      const own = { ...scenario, injections: scenario.injections.filter(only) };
      if (restarts) return restartsIn(own);
      return environment['RINGLIFT_FAULTS_TOGETHER'] === '1' ? togetherIn(own) : own;
    },
  };
}

/** `7`, `2,5` or `3-6`. */
function seedsOf(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return from > 0 ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : [];
  });
}

/** `step=drainNode,fault=killWorker,moment=during`: each may be left out. */
function onlyOf(text: string): (injection: Injection) => boolean {
  const wanted = text
    .split(',')
    .filter(Boolean)
    .map((each) => each.split('=') as [string, string]);
  for (const [key] of wanted) {
    if (!['step', 'fault', 'moment'].includes(key))
      throw new RangeError(`--only knows step, fault and moment, not ${key}`);
  }
  return (injection) =>
    wanted.every(([key, value]) => injection[key as 'step' | 'fault' | 'moment'] === value);
}
