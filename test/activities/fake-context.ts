/** An activity's context without Temporal, and hosts that answer from a table, for tests of one activity alone. */
import type { ActivityContext } from '../../activities/activity-context.ts';
import type { EvidenceStore } from '../../activities/evidence-store.ts';
import { digestOf } from '../../activities/evidence-store.ts';
import type { Host, Hosts, RunOptions, RunResult } from '../../activities/hosts/host.ts';
import { type NodeSettings, settingsOf } from '../../knowledge/spec/node-settings.ts';
import { healthySpec } from '../knowledge/gates/healthy-cluster.ts';

export interface FakeContext extends ActivityContext {
  /** What was said, in order. */
  readonly said: string[];
  /** How long was slept, in order; no time passes. */
  readonly slept: number[];
}

export function fakeContext(changes: Partial<ActivityContext> = {}): FakeContext {
  const said: string[] = [];
  const slept: number[] = [];
  return {
    hosts: fakeHosts({}),
    evidence: memoryEvidence(),
    owner: 'default/cassandra-upgrade/prod1',
    fence: 7,
    attempt: 2,
    workflowId: 'cassandra-upgrade/prod1/node/10.0.0.1',
    request: 'run-1/5',
    signal: new AbortController().signal,
    cancellation: () => null,
    say: (progress) => void said.push(progress),
    sleep: async (millis) => void slept.push(millis),
    ...changes,
    said,
    slept,
  };
}

export type Answers = (
  script: string,
  options: RunOptions,
) => Partial<RunResult> | Promise<Partial<RunResult>>;

/** A host whose scripts answer what the function gives; what it leaves out is exit 0 and nothing said. */
export function fakeHost(
  answers: Answers,
  settings: NodeSettings = settingsOf(healthySpec(), '10.0.0.1'),
): Host {
  return {
    settings,
    run: async (script, options) => ({
      exitCode: 0,
      stdout: '',
      stderr: '',
      tookMillis: 1,
      ...(await answers(script, options)),
    }),
    connectThrough: () => Promise.reject(new Error('a fake host has no ports')),
  };
}

export function fakeHosts(hosts: Readonly<Record<string, Host>>): Hosts {
  return {
    async get({ node }) {
      const host = hosts[node];
      if (!host) throw new Error(`no fake host ${node}`);
      return host;
    },
    close: async () => undefined,
  };
}

function memoryEvidence(): EvidenceStore {
  const kept = new Map<string, string>();
  return {
    async put(content) {
      kept.set(digestOf(content), content);
      return digestOf(content);
    },
    get: async (digest) => kept.get(digest) ?? '',
  };
}
