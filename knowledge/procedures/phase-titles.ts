import type { PhaseName } from '../plan.ts';

/** What people call each phase: in the plan, the status and the report. */
export const phaseTitles: Record<PhaseName, string> = {
  preflight: 'Preflight',
  preconditions: 'Confirm what only people know',
  quiet: 'Quiet: others are paused',
  repairBefore: 'Repair before, one node at a time',
  measure: 'Measure how clients are served',
  inHand: 'Finish what was begun',
  leftovers: 'Rewrite what is older than what runs',
  backup: 'Backup',
  canary: 'Canary',
  canaryCenter: 'Canary data center',
  roll: 'Roll, one node at a time',
  rollInGroups: 'Roll, in groups that may be down together',
  fallback: 'The data center to fall back on follows',
  rewrite: 'Rewrite sstables',
  repair: 'Repair, one node at a time',
  door: 'ONE WAY: initialize the CMS',
  reconfigure: 'Grow the CMS',
  verify: 'Verify',
  legacyPort: 'Close the legacy TLS port, one node at a time',
  storageUpgrading: 'ONE WAY: storage mode UPGRADING, one node at a time',
  storageNone: 'Storage mode NONE, one node at a time',
  compare: 'Compare how clients are served',
  rollback: 'Back to the old release, one node at a time',
  unquiet: 'Others go on as before',
};
