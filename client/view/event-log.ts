import type { Look } from '../watch-upgrade.ts';

/** Turns looks into the lines of a log: every event once, what it waits for once, a silence once. */
export class EventLog {
  readonly #render: (look: Look) => string;
  #told: readonly string[] = [];
  #waitingSince = '';
  #silent = false;

  constructor(render: (look: Look) => string) {
    this.#render = render;
  }

  /** @returns what is new since the last look, whole lines or nothing */
  linesOf(look: Look): string {
    if (look.kind === 'ended') return '';
    if (look.kind === 'silent') {
      const text = this.#silent ? '' : this.#render(look);
      this.#silent = true;
      return text;
    }
    this.#silent = false;
    const lines = look.status.events.map(({ at, says }) => `${at}  ${says.replace(/\s*\n\s*/g, ' ')}`);
    const fresh = lines.slice(toldOf(this.#told, lines));
    this.#told = lines;
    const { waiting } = look.status;
    const asks = waiting !== null && waiting.since !== this.#waitingSince;
    this.#waitingSince = waiting?.since ?? '';
    return `${fresh.map((line) => `${line}\n`).join('')}${asks ? `\n${this.#render(look)}\n` : ''}`;
  }
}

/** How many of the lines were told before: the upgrade keeps the last ones, so the newest told ends the known part. */
function toldOf(told: readonly string[], lines: readonly string[]): number {
  for (let length = Math.min(told.length, lines.length); length > 0; length -= 1) {
    const tail = told.slice(-length);
    if (tail.every((line, index) => line === lines[index])) return length;
  }
  return 0;
}
