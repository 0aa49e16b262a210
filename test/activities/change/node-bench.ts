/** One node of one host, whose nodetool answers as a real 6.0-alpha2 did, for tests of whole activities by real scripts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/common';
import type { NodeTask } from '../../../activities/activities.ts';
import type { Cancellation } from '../../../activities/activity-context.ts';
import type { Host } from '../../../activities/hosts/host.ts';
import { plannedSettings } from '../../../activities/observe/host-of.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { healthyCluster, healthySpec, places, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { type FakeContext, fakeContext } from '../fake-context.ts';
import { JobBench } from '../hosts/remote/job-bench.ts';

export interface Attempt {
  readonly context: FakeContext;
  /** Cancels it. */
  end(why: Cancellation): void;
}

export class NodeBench extends JobBench {
  readonly task: NodeTask;
  #fence = 0;

  constructor(changes: Partial<SpecInput> = {}) {
    super();
    const spec = healthySpec({
      install: {
        file: '/tmp/release.tar.gz',
        sha256: 'a'.repeat(64),
        home: this.home,
        conf: this.conf,
        log: this.log,
      },
      nodetool: { path: this.nodetool },
      stateFolder: this.path('state'),
      java: {},
      ...changes,
    });
    const cluster = healthyCluster({ places: places('dc1', 1), releases: ['6.0-alpha2'] });
    this.task = { spec, plan: { ...planFor(cluster, spec), storageMode: 'NONE' }, node: '10.0.0.1' };
    this.write('etc/cassandra/cassandra.yaml', `data_file_directories: [${this.path('data')}]\n`);
    // What a test gave as "does", else as "says".
    this.answerNodetool(
      `shift 4; words=$(echo "$*" | tr ' ' _)
[ ! -x ${this.path('does')}/$1 ] || exec ${this.path('does')}/$1 "$@"
cat ${this.path('says')}/$words`,
    );
    for (const [words, file] of Object.entries({
      version: 'version-01',
      'repair_admin list': 'repair_admin-list-01',
      compactionstats: 'compactionstats-01',
      tpstats: 'tpstats-01',
      listsnapshots: 'listsnapshots-01',
      getcompactionthroughput: 'getcompactionthroughput-01',
      statusbinary: 'statusbinary-01',
      'repair -full -seq': 'repair-01',
    })) {
      this.says(words, recorded(file));
    }
    this.says('gossipinfo', recorded('gossipinfo-01').replaceAll('/127.0.0.1\n', '/10.0.0.1\n'));
    this.does('setcompactionthroughput', `echo "$2" >>${this.path('throughputs')}`);
  }

  /** What a command of nodetool answers. */
  says(words: string, text: string): void {
    this.write(`says/${words.replaceAll(' ', '_')}`, text);
  }

  /** What a command of nodetool does, as a script that gets all its words. */
  does(command: string, body: string): void {
    this.write(`does/${command}`, `#!/bin/sh\n${body}\n`, 0o755);
  }

  /** How many times a command of nodetool was asked. */
  asked(words: string): number {
    return this.nodetoolCalls.filter((call) => call.endsWith(` ${words}`)).length;
  }

  /** Each attempt is later than the one before; time passes faster in it. */
  attempt(request = 'run/1'): Attempt {
    const abort = new AbortController();
    let why: Cancellation | null = null;
    this.#fence += 1;
    const plain = this.asHost(this.task.spec);
    const host: Host = { ...plain, settings: plannedSettings(this.task, this.task.node) };
    return {
      context: fakeContext({
        hosts: { get: async () => host, close: async () => undefined },
        request,
        attempt: this.#fence,
        fence: this.#fence,
        signal: abort.signal,
        cancellation: () => why,
        sleep: (millis) => delay(Math.min(millis, 100), undefined, { signal: abort.signal }),
      }),
      end(cancellation) {
        why = cancellation;
        abort.abort(new CancelledFailure(cancellation));
      },
    };
  }

  /** An sstable of a table, with one component. */
  sstable(name: string, table = 'shop/cart-0af30af30af30af30af30af30af30af3'): string {
    return this.write(`data/${table}/${name}`, 'rows');
  }

  sh(script: string): string {
    return execFileSync('sh', ['-c', script], { cwd: this.folder }).toString();
  }
}

/** Of a real node, without the line that names the command. */
export function recorded(name: string, release = '6.0-alpha2'): string {
  const file = new URL(`../../knowledge/nodetool/recorded/${release}-${name}.txt`, import.meta.url);
  return readFileSync(file, 'utf8').replace(/^# .*\n/, '');
}
