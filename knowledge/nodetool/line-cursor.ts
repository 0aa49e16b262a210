import { printedLines } from './printed-lines.ts';
import { unreadableOutput } from './unreadable-output.ts';

/**
 * Walks the lines of one output in order, so that a parser says line by line what must come and whatever does not fit
 * is refused. Blank lines are passed over, trailing blanks are cut.
 */
export class LineCursor {
  readonly command: string;
  readonly #lines: readonly string[];
  #position = 0;

  constructor(command: string, stdout: string) {
    this.command = command;
    this.#lines = printedLines(command, stdout)
      .map((line) => line.trimEnd())
      .filter((line) => line !== '');
  }

  get ended(): boolean {
    return this.#position >= this.#lines.length;
  }

  /** Does the next line fit? No step. */
  sees(pattern: RegExp): boolean {
    const line = this.#lines[this.#position];
    return line !== undefined && pattern.test(line);
  }

  /** The next line if it fits, and a step forward; null, and no step, if it doesn't. */
  accept(pattern: RegExp): RegExpExecArray | null {
    const line = this.#lines[this.#position];
    const match = line === undefined ? null : pattern.exec(line);
    if (match) this.#position += 1;
    return match;
  }

  /** As many lines as fit, which may be none. */
  acceptAll(pattern: RegExp): RegExpExecArray[] {
    const matches: RegExpExecArray[] = [];
    for (let match = this.accept(pattern); match; match = this.accept(pattern)) matches.push(match);
    return matches;
  }

  /** The next line, which must fit. */
  demand(pattern: RegExp, expected: string): RegExpExecArray {
    return this.accept(pattern) ?? this.refuse(expected);
  }

  /** As many lines as fit, at least one. */
  demandAll(pattern: RegExp, expected: string): RegExpExecArray[] {
    return [this.demand(pattern, expected), ...this.acceptAll(pattern)];
  }

  /** @param expected what else could have come here, for the message */
  demandEnd(expected = 'the end of the output'): void {
    if (!this.ended) this.refuse(expected);
  }

  /** @param found what was met instead; the next line unless it is said */
  refuse(expected: string, found = this.#lines[this.#position] ?? 'the end of the output'): never {
    const what = 'the output does not read as that of this command';
    throw unreadableOutput(this.command, { what, expected, found });
  }
}
