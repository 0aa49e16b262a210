/**
 * Three nodes before the one-way door, with the states of their CMS alone: what `cms describe`, `initialize`,
 * `abortinitialization` and `reconfigure` do to them, as 6.0-alpha2 does, and whatever a test makes of it.
 */
import type { ActivityContext } from '../../../activities/activity-context.ts';
import type { Host, RunOptions, RunResult } from '../../../activities/hosts/host.ts';
import { RingliftError } from '../../../knowledge/errors.ts';
import { settingsOf } from '../../../knowledge/spec/node-settings.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { clusterAtTheDoor, healthySpec, planFor } from '../../knowledge/gates/healthy-cluster.ts';
import { fakeContext, fakeHost, fakeHosts } from '../fake-context.ts';
import { nodetoolAnswers, section } from '../observe/told-host.ts';

export const nodes = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

export interface CmsNode {
  isInitialized: boolean;
  /** Who began the election that it takes part in, and which attempt it is. */
  initiator: { node: string; token: string } | null;
  /** It can't be reached. */
  isSilent: boolean;
}

export class CmsCluster {
  readonly nodes: Record<string, CmsNode> = Object.fromEntries(
    nodes.map((node) => [node, { isInitialized: false, initiator: null, isSilent: false }]),
  );
  members: string[] = [];
  /** Status lines of a reconfiguration that is under way. */
  reconfiguration: string[] = [];
  /** Changing commands, as `NODE: words`. */
  readonly asked: string[] = [];
  /** Called before an answer to a changing command; what it returns is answered in place of what would be. */
  onAsked: (node: string, words: string) => { exitCode: number; stdout: string } | undefined = () =>
    undefined;
  /** Called after the command had its effect: a test throws here to lose the reply. */
  onDone: (node: string, words: string) => void = () => undefined;
  /** Called at every sleep of an activity. */
  onSleep: (millis: number) => void = () => undefined;
  jobRuns = false;

  readonly spec;
  readonly plan = planFor(clusterAtTheDoor());

  constructor(spec: Partial<SpecInput> = {}) {
    this.spec = healthySpec(spec);
  }

  get task() {
    return { spec: this.spec, plan: this.plan, node: nodes[0], ignore: [], skipped: [] as string[] };
  }

  context(): ActivityContext & { readonly said: string[]; readonly slept: number[] } {
    const hosts = fakeHosts(Object.fromEntries(nodes.map((node) => [node, this.#host(node)])));
    const context = fakeContext({ hosts });
    return Object.assign(context, {
      sleep: async (millis: number) => {
        context.slept.push(millis);
        this.onSleep(millis);
      },
    });
  }

  initialize(first: string = nodes[0]): void {
    this.members = [first];
    for (const node of nodes)
      Object.assign(this.nodes[node] as CmsNode, { isInitialized: true, initiator: null });
  }

  #host(node: string): Host {
    const run = (script: string, options: RunOptions): Partial<RunResult> => {
      if (this.nodes[node]?.isSilent) throw unreachable(node);
      switch (script) {
        case 'ask-nodetool':
          return { stdout: this.#answers(node, options) };
        case 'initialize-cms':
          return this.#initialize(node, wordsIn(options));
        case 'cms':
          return { stdout: `${this.#change(node, wordsIn(options))}result: asked\n` };
        case 'start-job':
          return this.#startJob(node, options);
        case 'look-job':
          return { stdout: this.#lookJob() };
        default:
          throw new Error(`no ${script} here`);
      }
    };
    return fakeHost(run, settingsOf(this.spec, node));
  }

  #answers(node: string, options: RunOptions): string {
    return nodetoolAnswers(options, {
      'cms describe': this.#describe(node),
      'cms reconfigure --status':
        this.reconfiguration.length > 0
          ? `${this.reconfiguration.join('\n')}\n`
          : 'No active reconfiguration\n',
      ...this.#otherAnswers(),
    }).replace(/^(\d+) 1 - -$/gm, (line, number: string) => this.#refusalOf(node, options, number) ?? line);
  }

  #otherAnswers(): Record<string, string> {
    return { version: 'ReleaseVersion: 6.0-alpha2\n' };
  }

  /** `abortinitialization` of nobody's is a question. */
  #refusalOf(node: string, { args = [] }: RunOptions, number: string): string | null {
    const command = args[3 + Number(number)] ?? '';
    if (!command.startsWith('cms abortinitialization --initiator 0.0.0.0')) return null;
    return section(number, this.#mismatch(node, '0.0.0.0'), 1).trimEnd();
  }

  #mismatch(node: string, given: string): string {
    const { initiator } = this.nodes[node] as CmsNode;
    const current = initiator
      ? `Initiator{initiator=/${initiator.node}:7000, initToken=${initiator.token}}`
      : 'null';
    return `nodetool: Current initiator [${current}] does not match provided /${given}:7000 - run this command on a node where initialization has not yet been cleared, with the correct expected initiator\n`;
  }

  #describe(node: string): string {
    const { isInitialized, initiator } = this.nodes[node] as CmsNode;
    const isMember = isInitialized && this.members.includes(node);
    const isWhole = isMember || !isInitialized;
    return [
      'Cluster Metadata Service:',
      `CMS Identifier: ${isInitialized ? '2130713433' : '0'}`,
      `Members: ${isInitialized ? this.members.map((member) => `/${member}:7000`).join(',') : ''}`,
      `Needs reconfiguration: ${!(isInitialized && this.members.length > 1)}`,
      `Is Member: ${isMember}`,
      `Service State: ${isInitialized ? (isMember ? 'LOCAL' : 'REMOTE') : 'GOSSIP'}`,
      `Is Migrating: ${initiator !== null}`,
      `Epoch: ${isInitialized ? 3 : '-9223372036854775807'}`,
      ...(isWhole ? ['Local Pending Count: 0', 'Commits Paused: false', 'Replication factor: '] : []),
      '',
    ].join('\n');
  }

  #initialize(node: string, words: string[]): Partial<RunResult> {
    const { isInitialized, initiator } = this.nodes[node] as CmsNode;
    const before = section('before', this.#describe(node));
    if (isInitialized || initiator) return { stdout: `${before}result: notAsked\n` };
    return { stdout: `${before}${this.#change(node, words)}result: asked\n` };
  }

  #change(node: string, words: string[]): string {
    const said = words.join(' ');
    this.asked.push(`${node}: ${said}`);
    const other = this.onAsked(node, said);
    if (other) return section('cms', other.stdout, other.exitCode);
    let answer = '';
    if (words[1] === 'initialize') this.initialize(node);
    if (words[1] === 'abortinitialization') answer = this.#abort(node, words[3] ?? '');
    if (words[1] === 'reconfigure') this.#reconfigure();
    this.onDone(node, said);
    return section('cms', answer, answer === '' ? 0 : 1);
  }

  #abort(node: string, given: string): string {
    const own = (this.nodes[node] as CmsNode).initiator;
    if (own?.node !== given) return this.#mismatch(node, given);
    for (const each of Object.values(this.nodes))
      if (each.initiator?.token === own.token) each.initiator = null;
    return '';
  }

  #reconfigure(): void {
    this.members = [...nodes];
    this.reconfiguration = [];
  }

  #jobSaid = '';
  #jobExit = 0;

  #startJob(node: string, { args = [] }: RunOptions): Partial<RunResult> {
    if (this.jobRuns) return { stdout: 'result: running\n' };
    const words = args.slice(args.indexOf('cms', 8));
    this.#jobSaid = this.#change(node, words);
    this.#jobExit = Number(/^cms (\d+)/.exec(this.#jobSaid)?.[1] ?? 0);
    return { stdout: 'result: started\n' };
  }

  #lookJob(): string {
    const facts = this.jobRuns
      ? ['state running', 'pid 4711 1', 'started 2026-01-01T00:00:00Z', 'seconds 3']
      : this.asked.length > 0
        ? ['state ended', `exit ${this.#jobExit}`, 'pid 4711 1', 'started 2026-01-01T00:00:00Z', 'seconds 3']
        : ['state none'];
    return `${section('job', `${facts.join('\n')}\n`)}${section('out', '')}${section('err', '')}`;
  }
}

/** The words behind COUNT, of `cms` and `initialize-cms`. */
function wordsIn({ args = [] }: RunOptions): string[] {
  const count = Number(args[7]);
  return args.slice(8, 8 + count);
}

function unreachable(node: string): RingliftError {
  return new RingliftError('NodeUnreachable', {
    where: node,
    what: 'no SSH connection',
    next: 'Look at the network.',
  });
}
