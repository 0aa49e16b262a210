import type { StepKind } from '../knowledge/plan.ts';
import type { Hold } from './in-hand.ts';

/** How people may interfere with a step of a plan. */
export interface StepRules {
  readonly hold: Hold;
  /** May be left out with a reason; what follows any other step relies on it. */
  readonly isSkippable: boolean;
  /** It is done to its node: where that was left out, the step is too. */
  readonly isOfNode: boolean;
}

const rules = {
  awaitPreflight: { hold: 'breakable', isSkippable: false, isOfNode: false },
  pauseActors: { hold: 'breakable', isSkippable: false, isOfNode: false },
  resumeActors: { hold: 'firm', isSkippable: true, isOfNode: false },
  takeSnapshot: { hold: 'breakable', isSkippable: false, isOfNode: true },
  upgradeNode: { hold: 'untilDrain', isSkippable: true, isOfNode: true },
  restartNode: { hold: 'untilDrain', isSkippable: true, isOfNode: true },
  soak: { hold: 'breakable', isSkippable: true, isOfNode: true },
  awaitApproval: { hold: 'firm', isSkippable: false, isOfNode: false },
  // What comes after relies on it: the next release may not read what is left.
  rewriteLeftovers: { hold: 'breakable', isSkippable: false, isOfNode: true },
  rewriteSSTables: { hold: 'breakable', isSkippable: true, isOfNode: true },
  repairNode: { hold: 'breakable', isSkippable: true, isOfNode: true },
  initializeCms: { hold: 'firm', isSkippable: false, isOfNode: false },
  reconfigureCms: { hold: 'firm', isSkippable: false, isOfNode: false },
  // It drops the keyspace that it made.
  smokeTestCms: { hold: 'firm', isSkippable: true, isOfNode: false },
  verifyCms: { hold: 'breakable', isSkippable: false, isOfNode: false },
} as const satisfies Record<StepKind, StepRules>;

export function rulesOf(kind: StepKind): StepRules {
  return rules[kind];
}
