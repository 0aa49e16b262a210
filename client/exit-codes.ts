/** Every way in which `ringlift` can end, in one table; `ringlift help exit-codes` prints it. */
export const exitCodes = {
  ok: { code: 0, means: 'Done: what was asked for happened, or is printed.' },
  internal: {
    code: 1,
    means: 'A defect in Ringlift itself: please report it with the text that was printed.',
  },
  badInput: { code: 2, means: 'The command line or the file is not as it must be. Nothing was started.' },
  unreachable: { code: 3, means: 'Temporal or a worker could not be reached, or did not answer in time.' },
  notFound: { code: 4, means: 'There is no such upgrade, run or evidence.' },
  refused: {
    code: 5,
    means:
      'Refused, with the reason: not allowed now, an upgrade of this cluster runs already, or a setting stands in the way.',
  },
  waitsForPerson: {
    code: 6,
    means: 'The upgrade waits for a person (with --until-door), or the plan has a shut gate.',
  },
  ended: { code: 7, means: 'The upgrade ended without reaching its target: aborted or failed.' },
  viewLeft: { code: 130, means: 'You left the view by Ctrl-C. The upgrade goes on.' },
} as const satisfies Record<string, { code: number; means: string }>;

export type ExitName = keyof typeof exitCodes;

export function printExitCodes(): string {
  const rows = Object.values(exitCodes).map(({ code, means }) => `  ${String(code).padStart(3)}  ${means}`);
  return `Exit codes of ringlift\n\n${rows.join('\n')}\n`;
}
