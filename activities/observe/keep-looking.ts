import { millis } from '../../knowledge/spec/duration.ts';
import type { GateSettings } from '../../knowledge/spec/spec.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import { type Verdict, allOpen } from '../../knowledge/verdict.ts';
import type { ActivityContext } from '../activity-context.ts';

export interface Look {
  readonly verdicts: readonly Verdict[];
  readonly evidence?: string | undefined;
  /** Shut gates are a person's at once: looking again is not what the file wants. */
  readonly isFinal?: boolean;
}

/** However long a look takes: what was shut once, such as a latency of just after a start, is not a person's yet. */
const leastLooks = 2;

/**
 * Looks until every gate is open, for as long as the file's patience lasts: a shut gate waits and looks again.
 * @throws RingliftError GateShut with the verdicts of the last look
 */
export async function keepLooking(
  context: ActivityContext,
  where: string,
  gates: Pick<GateSettings, 'patience' | 'lookEvery'>,
  look: () => Promise<Look>,
): Promise<Look & { readonly looks: number }> {
  const until = Date.now() + millis(gates.patience);
  for (let looks = 1; ; looks += 1) {
    const seen = await look();
    if (allOpen(seen.verdicts)) return { ...seen, looks };
    const shut = seen.verdicts.filter((verdict) => !verdict.open);
    context.say(`look ${looks}: shut: ${shut.map(({ gate }) => gate).join(', ')}`);
    if (seen.isFinal)
      throw new GateShutError(
        where,
        `${shut.length} of ${seen.verdicts.length} gates are shut, and the file says to stop then`,
        seen.verdicts,
      );
    if (Date.now() >= until && looks >= leastLooks)
      throw gateShut(where, gates.patience, looks, seen.verdicts);
    await context.sleep(millis(gates.lookEvery));
  }
}

/** A GateShut error that carries its verdicts to whoever must decide. */
export class GateShutError extends RingliftError {
  readonly verdicts: readonly Verdict[];

  constructor(where: string, what: string, verdicts: readonly Verdict[], tried?: string) {
    const shut = verdicts.filter((verdict) => !verdict.open);
    super('GateShut', {
      where,
      what,
      ...(tried !== undefined && { tried }),
      found:
        shut.map((verdict) => `${verdict.gate}: ${verdict.evidence.slice(0, 3).join('; ')}`).join(' | ') ||
        'no verdict',
      next:
        shut.map((verdict) => (verdict.open ? '' : verdict.remedy)).join(' ') ||
        'Look at the evidence, then retry.',
    });
    this.verdicts = verdicts;
  }
}

function gateShut(
  where: string,
  patience: string,
  looks: number,
  verdicts: readonly Verdict[],
): GateShutError {
  const count = verdicts.filter((verdict) => !verdict.open).length;
  return new GateShutError(
    where,
    `${count} of ${verdicts.length} gates stayed shut for ${patience} (${looks} looks)`,
    verdicts,
    `${looks} looks in ${patience}`,
  );
}
