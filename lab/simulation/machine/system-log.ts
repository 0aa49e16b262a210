import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';

export type Level = 'INFO' | 'WARN' | 'ERROR';

/** system.log of one node, in the layout of its logback.xml; what a full disk does not take is lost. */
export class SystemLog {
  readonly #file: string;
  readonly #now: () => number;

  /** @param now ms since the epoch by the machine's own clock */
  constructor(file: string, now: () => number) {
    this.#file = file;
    this.#now = now;
  }

  /** @param source `CassandraDaemon.java:123` */
  write(level: Level, source: string, message: string, thread = 'main'): void {
    const at = new Date(this.#now()).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
    try {
      appendFileSync(this.#file, `${level.padEnd(5)} [${thread}] ${at} ${source} - ${message}\n`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  get name(): string {
    return basename(this.#file);
  }
}
