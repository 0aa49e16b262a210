/** The release that a simulated machine has in use, with its configuration, as its disk says at this moment. */
import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { parse } from 'yaml';
import { dseReleaseOf } from '../../../knowledge/cassandra/dse-release.ts';
import type { Machine } from './machine.ts';

export class InstalledRelease {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  get home(): string {
    return this.#machine.at('opt', 'cassandra');
  }

  /** The folder that the installation's symlink names, as the machine sees it. */
  get folder(): string {
    return readlinkSync(this.#machine.outside(this.home));
  }

  get release(): string {
    return this.folder.replace(/^.*\/(apache-cassandra-)?/, '');
  }

  /** Main class and jar that a process is known by. @source a stack trace of DSE 5.1.0 (com.datastax.bdp.DseModule, dse-core-5.1.0.jar) */
  get classes(): { readonly jar: string; readonly main: string } {
    const dse = dseReleaseOf(this.release);
    if (!dse) {
      const main = 'org.apache.cassandra.service.CassandraDaemon';
      return { jar: `${this.home}/lib/apache-cassandra.jar`, main };
    }
    const jar = `${this.folder}/lib/dse-core-${dse.version}.jar`;
    return { jar, main: 'com.datastax.bdp.DseModule' };
  }

  /** The options of its JVM, for releases that read one file. Empty: there is none. */
  jvmOptions(): string {
    return this.#textOf('jvm.options') ?? '';
  }

  /** The settings of its cassandra.yaml; empty: there is none. */
  yaml(): Readonly<Record<string, unknown>> {
    const text = this.#textOf('cassandra.yaml');
    return text === null ? {} : (parse(text) as Record<string, unknown>);
  }

  #textOf(name: string): string | null {
    const file = this.#machine.outside(`${this.#confFolder}/${name}`);
    return existsSync(file) ? readFileSync(file, 'utf8') : null;
  }

  /** Outside of the release, where the machine has it so. */
  get #confFolder(): string {
    const outside = this.#machine.at('etc', 'cassandra');
    return existsSync(this.#machine.outside(outside)) ? outside : `${this.folder}/conf`;
  }
}
