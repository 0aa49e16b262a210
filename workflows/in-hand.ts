import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { reportOf } from './failure.ts';

/**
 * What becomes of a piece of work that somebody wants to stop now:
 * - `breakable`: it is broken off and done again later.
 * - `untilDrain`: a node's turn: broken off while nothing of the node was stopped, else finished first.
 * - `firm`: it is finished first.
 */
export type Hold = 'breakable' | 'untilDrain' | 'firm';

/** Not a failure: the work was stopped because somebody asked for it, and is to be done again. */
export class BrokenOff extends Error {}

/** The one piece of work that is under way. */
export class InHand {
  readonly title: string;
  readonly hold: Hold;
  readonly #scope = new CancellationScope();
  #isBrokenOff = false;

  constructor(title: string, hold: Hold) {
    this.title = title;
    this.hold = hold;
  }

  /** @throws BrokenOff when it was broken off and had not come to its end by then */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#scope.run(work);
    } catch (error) {
      // A long work that is cut down ends in many ways; a node's turn that failed after its drain has truly failed.
      if (this.#isBrokenOff && (isCancellation(error) || this.hold === 'breakable')) {
        throw new BrokenOff(
          isCancellation(error) ? this.title : `${this.title} (${reportOf(error).message})`,
        );
      }
      throw error;
    }
  }

  breakOff(): void {
    if (this.hold === 'firm' || this.#isBrokenOff) return;
    this.#isBrokenOff = true;
    this.#scope.cancel();
  }

  /** What breaking off does to it, as a sentence. */
  get saysBreakOff(): string {
    switch (this.hold) {
      case 'breakable':
        return `"${this.title}" is broken off now`;
      case 'untilDrain':
        return `"${this.title}" is broken off if nothing was stopped yet, and the node left as it was; from its drain on it is finished first`;
      case 'firm':
        return `"${this.title}" can't be broken off and is finished first`;
    }
  }
}
