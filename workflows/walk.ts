import type { RollbackCommand } from '../knowledge/messages.ts';
import type { CommandDesk } from './command-desk.ts';
import type { FailureReport } from './failure.ts';
import type { UpgradeRecord } from './upgrade-record.ts';

/** What is walked, an upgrade or a way back, as those see it who do one piece of it until it is done. */
export interface Walk {
  readonly record: UpgradeRecord;
  readonly desk: CommandDesk;
  nameOf(node: string): string;
  /** Why nothing, or not the node that is named, can go back now; null: it can. */
  rollbackRefusal(command: Partial<RollbackCommand>): string | null;
  /** What an abort leads to, as a clause. */
  saysAbort(): string;
  /** Brings a node back because a person said so. @returns what to say where that very node is asked about */
  goBack(
    errand: RollbackCommand,
    askedAbout?: string | null,
  ): Promise<Pick<FailureReport, 'message' | 'verdicts'> | null>;
}
