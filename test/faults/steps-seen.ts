import type { StepSeen } from './fault.ts';
import type { CommandSeen } from './world.ts';

/**
 * The steps of a run without faults, in the order in which they came: where faults can be put in. Nothing is listed by
 * hand, so that a new step of the plan is tried as soon as it is walked.
 */
export function stepsSeen(commands: readonly CommandSeen[]): StepSeen[] {
  const names = [...new Set(commands.map(({ step }) => step))].filter((step) => step !== 'none');
  // A worker's word that a step begins may come later than the step's own script, which then seems to be of the one before.
  const stepOf = ({ journalStep, step }: CommandSeen) =>
    journalStep !== null && names.includes(journalStep) ? journalStep : step;
  return names.map((step) => {
    const own = commands.filter((command) => stepOf(command) === step);
    // A step may write down more than one change, such as a baseline before a drain: its own is the one of its name.
    const named = own.filter(({ journalStep }) => journalStep === step);
    const changing = named.length > 0 ? named : own.filter(({ journalStep }) => journalStep !== null);
    const chosen = changing.length > 0 ? changing : own;
    const scripts = [...new Set(chosen.map(({ script }) => script))];
    return {
      step,
      scripts: scripts.map((name) => ({
        name,
        count: chosen.filter(({ script }) => script === name).length,
      })),
      changes: changing.length > 0,
      once: changing.length > 0 && new Set(changing.map(({ node }) => node)).size === 1,
    };
  });
}
