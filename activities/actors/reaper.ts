import type { ActorView } from '../../knowledge/actors.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { ActorFound } from '../../knowledge/plan.ts';
import { type ReaperActor, type ReaperApi, type ReaperKind, openReaper } from './reaper-api.ts';

/** @source core/Cluster.java (toSymbolicName): Reaper keeps names in lower case, without most signs */
const symbolic = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9_.-]/g, '');

const atWork = { schedule: 'ACTIVE', run: 'RUNNING' } as const;

interface Opened {
  readonly api: ReaperApi;
  readonly cluster: string;
}

/** @throws RingliftError ActorNotPaused when Reaper does not know the cluster: nothing would be paused in silence */
async function open(actor: ReaperActor, cluster: string, signal: AbortSignal): Promise<Opened> {
  const api = await openReaper(actor, signal);
  const wanted = symbolic(actor.cluster ?? cluster);
  const known = await api.clusters();
  const found = known.find((name) => symbolic(name) === wanted);
  if (found !== undefined) return { api, cluster: found };
  throw new RingliftError('ActorNotPaused', {
    where: `${actor.name} (${actor.url})`,
    what: `Reaper does not know the cluster ${actor.cluster ?? cluster}`,
    expected: 'its name in Reaper',
    found: known.join(', ') || 'no cluster',
    next: 'Give its name in Reaper as `cluster` of this actor, or take the actor out of the file, then start again.',
  });
}

/** What of a cluster's repairs is at work, and one line that says that Reaper was asked. */
export async function lookAtReaper(
  actor: ReaperActor,
  clusterName: string,
  signal: AbortSignal,
): Promise<ActorView[]> {
  const { api, cluster } = await open(actor, clusterName, signal);
  const [schedules, runs] = await Promise.all([api.schedules(cluster), api.runningRuns(cluster)]);
  const odd = schedules.filter(({ state }) => !['ACTIVE', 'PAUSED', 'DELETED'].includes(state));
  const active = schedules.filter(({ state }) => state === 'ACTIVE');
  const view = (what: string, state: ActorView['state'], detail: string): ActorView => ({
    ...{ actor: actor.name, node: null, what, state, detail },
  });
  return [
    view(
      `cluster ${cluster}`,
      'paused',
      `${schedules.length} schedules, ${active.length} active; ${runs.length} runs at work`,
    ),
    ...active.map(({ id, keyspace_name }) => view(`schedule ${id}`, 'atWork', `active, of ${keyspace_name}`)),
    ...runs.map(({ id, keyspace_name }) => view(`run ${id}`, 'atWork', `running, of ${keyspace_name}`)),
    ...odd.map(({ id, state }) =>
      view(`schedule ${id}`, 'unknown', `in state ${state}, which is not known here`),
    ),
  ];
}

/** Schedules before runs, so that no schedule begins another run. */
export async function pauseReaper(
  actor: ReaperActor,
  found: readonly ActorFound[],
  signal: AbortSignal,
): Promise<void> {
  const api = await openReaper(actor, signal);
  const items = found
    .map(itemOf)
    .toSorted((one, other) => Number(one.kind === 'run') - Number(other.kind === 'run'));
  for (const { kind, id } of items) {
    if ((await api.stateOf(kind, id)) === atWork[kind]) await api.setState(kind, id, 'PAUSED');
  }
}

/**
 * Puts back what was found at work: each that is paused now. What has ended or was deleted meanwhile is said.
 * @throws RingliftError ActorNotResumed for what does not go on
 */
export async function resumeReaper(
  actor: ReaperActor,
  found: readonly ActorFound[],
  signal: AbortSignal,
): Promise<string[]> {
  if (found.length === 0) return [];
  const api = await openReaper(actor, signal);
  const says: string[] = [];
  for (const { kind, id, what } of found.map(itemOf)) {
    const before = await api.stateOf(kind, id);
    if (before === 'PAUSED') await api.setState(kind, id, atWork[kind]);
    const now = before === 'PAUSED' ? await api.stateOf(kind, id) : before;
    if (now === 'PAUSED') {
      throw new RingliftError('ActorNotResumed', {
        where: `${actor.name} (${actor.url})`,
        what: `${what} did not go on`,
        expected: atWork[kind],
        found: now,
        changed: 'what was put back before it',
        next: "Look at Reaper's own log, then retry.",
      });
    }
    says.push(`${what} ${now === atWork[kind] ? 'goes on' : `is ${now?.toLowerCase() ?? 'gone'} meanwhile`}`);
  }
  return says;
}

function itemOf({ what }: ActorFound): { kind: ReaperKind; id: string; what: string } {
  const [kind = '', id = ''] = what.split(' ');
  return { kind: kind === 'run' ? 'run' : 'schedule', id, what };
}
