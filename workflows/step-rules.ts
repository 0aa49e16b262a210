import type { StepKind } from '../knowledge/plan.ts';
import type { Hold } from './in-hand.ts';

/** How people may interfere with a step of a plan. */
export interface StepRules {
  readonly hold: Hold;
  /** May be left out with a reason; what follows any other step relies on it. */
  readonly isSkippable: boolean;
  /** It is done to its node: where that was left out, the step is too. */
  readonly isOfNode: boolean;
  /** Begun at any time, whatever the file's windows: it changes nothing, or puts back what was changed. */
  readonly anyTime?: boolean;
}

const rules = {
  awaitPreflight: { hold: 'breakable', isSkippable: false, isOfNode: false, anyTime: true },
  pauseActors: { hold: 'breakable', isSkippable: false, isOfNode: false },
  resumeActors: { hold: 'firm', isSkippable: true, isOfNode: false, anyTime: true },
  // What comes after falls back on the floor of latencies.
  measureService: { hold: 'breakable', isSkippable: true, isOfNode: false, anyTime: true },
  takeSnapshot: { hold: 'breakable', isSkippable: false, isOfNode: true },
  upgradeNode: { hold: 'untilDrain', isSkippable: true, isOfNode: true },
  restartNode: { hold: 'untilDrain', isSkippable: true, isOfNode: true },
  // Its nodes are left out one by one.
  upgradeGroup: { hold: 'untilDrain', isSkippable: false, isOfNode: false },
  soak: { hold: 'breakable', isSkippable: true, isOfNode: true, anyTime: true },
  awaitApproval: { hold: 'firm', isSkippable: false, isOfNode: false, anyTime: true },
  repairBefore: { hold: 'breakable', isSkippable: true, isOfNode: true },
  // What comes after relies on it: the next release may not read what is left.
  rewriteLeftovers: { hold: 'breakable', isSkippable: false, isOfNode: true },
  rewriteSSTables: { hold: 'breakable', isSkippable: true, isOfNode: true },
  repairNode: { hold: 'breakable', isSkippable: true, isOfNode: true },
  initializeCms: { hold: 'firm', isSkippable: false, isOfNode: false },
  reconfigureCms: { hold: 'firm', isSkippable: false, isOfNode: false },
  // It drops the keyspace that it made.
  smokeTestCms: { hold: 'firm', isSkippable: true, isOfNode: false },
  verifyCms: { hold: 'breakable', isSkippable: false, isOfNode: false, anyTime: true },
} as const satisfies Record<StepKind, StepRules>;

export function rulesOf(kind: StepKind): StepRules {
  return rules[kind];
}
