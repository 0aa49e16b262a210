/** A node that the operator's own commands install: a vendor's folder with one jar, and installers that a test writes. */
import { execFileSync } from 'node:child_process';
import type { NodeTask } from '../../../../activities/activities.ts';
import type { Host } from '../../../../activities/hosts/host.ts';
import { plannedSettings } from '../../../../activities/observe/host-of.ts';
import { healthyCluster, healthySpec, places, planFor } from '../../../knowledge/gates/healthy-cluster.ts';
import { type FakeContext, fakeContext } from '../../fake-context.ts';
import { JobBench } from '../../hosts/remote/job-bench.ts';

export const former = '5.0.9';
export const target = '6.0-alpha2';

export class OwnBench extends JobBench {
  readonly vendor = this.path('vendor');
  readonly task: NodeTask;
  readonly host: Host;
  #fence = 0;

  constructor({ goBack = false } = {}) {
    super();
    const commands = {
      isInstalled: [this.path('bin/has'), '{release}'],
      install: [this.path('bin/install'), '{release}'],
      ...(goBack && { goBack: [this.path('bin/go-back'), '{release}'] }),
      limit: '20s',
    };
    const spec = healthySpec({
      install: { method: 'commands', home: this.vendor, conf: this.conf, log: this.log, commands },
      stateFolder: this.path('state'),
      java: {},
    });
    const cluster = healthyCluster({ places: places('dc1', 1), releases: [former] });
    this.task = { spec, plan: planFor(cluster, spec), node: '10.0.0.1' };
    this.host = { ...this.asHost(spec), settings: plannedSettings(this.task, this.task.node) };
    this.program('has', `[ -e ${this.path('installed')}/$1 ]`);
    const yaml = 'cluster_name: prod1\nstorage_compatibility_mode: CASSANDRA_4\n';
    this.write('etc/cassandra/cassandra.yaml', yaml);
    const point = `state/prod1/${this.task.plan.tag}/restore-point`;
    this.write(`${point}/complete`, 'now\n');
    this.write(`${point}/conf/cassandra.yaml`, yaml);
    this.sh(this.puts(former));
  }

  /** A shell's words that put a release into a folder, in place of what is there. */
  puts(release: string, folder = this.vendor): string {
    return `mkdir -p ${folder}/lib ${this.path('installed')}
rm -f ${folder}/lib/*.jar
: >${folder}/lib/apache-cassandra-${release}.jar
: >${this.path('installed')}/${release}`;
  }

  sh(script: string): void {
    execFileSync('sh', ['-c', script]);
  }

  /** One of the operator's commands, which notes that it was run. */
  command(name: 'install' | 'go-back', body: string): void {
    this.program(name, `echo "${name} $1" >>${this.path('ran')}\n${body}`);
  }

  get ran(): string[] {
    return this.has('ran') ? this.read('ran').trim().split('\n') : [];
  }

  /** Each attempt is later than the one before. */
  attempt(): FakeContext {
    this.#fence += 1;
    return fakeContext({ fence: this.#fence, attempt: this.#fence });
  }
}
