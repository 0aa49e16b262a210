/**
 * Cassandra Reaper's REST API, as far as pausing needs it. Spoken by Reaper 1.x to 4.x.
 *
 * @source thelastpickle/cassandra-reaper 4.2 and 3.8, resources/RepairScheduleResource.java, RepairRunResource.java,
 *   auth/AuthLoginResource.java (4.x: a token in the answer), resources/auth/LoginResource.java and ShiroJwtProvider.java
 *   (before: a session's cookie, and a token for it at /jwt)
 */
import { z } from 'zod';
import { RingliftError } from '../../knowledge/errors.ts';
import type { Actor } from '../../knowledge/spec/spec.ts';
import { secretOf } from '../secret-of.ts';
import { textWithin } from '../text-within.ts';

export type ReaperActor = Extract<Actor, { kind: 'reaper' }>;

export interface ReaperApi {
  /** Names of the clusters that it knows, in its own spelling. */
  clusters(): Promise<readonly string[]>;
  schedules(cluster: string): Promise<readonly ReaperItem[]>;
  /** Runs that are at work now. */
  runningRuns(cluster: string): Promise<readonly ReaperItem[]>;
  /** Null: there is none any more. */
  stateOf(kind: ReaperKind, id: string): Promise<string | null>;
  setState(kind: ReaperKind, id: string, state: 'ACTIVE' | 'RUNNING' | 'PAUSED'): Promise<void>;
}

export type ReaperKind = 'schedule' | 'run';

export interface ReaperItem {
  readonly id: string;
  /** Of a schedule ACTIVE, PAUSED or DELETED; of a run RUNNING, PAUSED, NOT_STARTED, ERROR, DONE, ABORTED or DELETED. */
  readonly state: string;
  readonly keyspace_name: string;
}

const limitMillis = 30_000;
/** Schedules and runs of every cluster that it cares for. */
const longestAnswerBytes = 32 * 1024 * 1024;
const item = z.object({ id: z.string().min(1), state: z.string().min(1), keyspace_name: z.string() });
const resources = { schedule: 'repair_schedule', run: 'repair_run' } as const;

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly cookies: readonly string[];
}

type Ask = (method: 'GET' | 'POST' | 'PUT', path: string, form?: Record<string, string>) => Promise<Reply>;

/** @throws RingliftError NodeUnreachable, AuthenticationRefused */
export async function openReaper(actor: ReaperActor, signal: AbortSignal): Promise<ReaperApi> {
  const ask = await loggedIn(actor, signal);
  const read = async <Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.output<Shape>> =>
    understood(actor, path, shape, succeeded(actor, path, await ask('GET', path)).text);
  return {
    clusters: () => read('cluster', z.array(z.string())),
    schedules: (cluster) => read(`repair_schedule?clusterName=${encodeURIComponent(cluster)}`, z.array(item)),
    runningRuns: async (cluster) => {
      const path = `repair_run?cluster_name=${encodeURIComponent(cluster)}&state=RUNNING`;
      // What a release does with the filter is not relied on.
      return (await read(path, z.array(item))).filter(({ state }) => state === 'RUNNING');
    },
    stateOf: async (kind, id) => {
      const path = `${resources[kind]}/${encodeURIComponent(id)}`;
      const reply = await ask('GET', path);
      if (reply.status === 404) return null;
      return understood(actor, path, item, succeeded(actor, path, reply).text).state;
    },
    setState: async (kind, id, state) => {
      const one = `${resources[kind]}/${encodeURIComponent(id)}`;
      const path = kind === 'schedule' ? `${one}?state=${state}` : `${one}/state/${state}`;
      succeeded(actor, path, await ask('PUT', path));
    },
  };
}

async function loggedIn(actor: ReaperActor, signal: AbortSignal): Promise<Ask> {
  const open = (headers: Record<string, string>): Ask => {
    return (method, path, form) => request(actor, signal, headers, method, path, form);
  };
  if (actor.user === undefined) return open({});
  const password = await secretOf(`${actor.name} (${actor.url})`, actor);
  const reply = await open({})('POST', 'login', { username: actor.user, password });
  const { text, cookies } = succeeded(actor, 'login', reply);
  const token = tokenIn(text) ?? (await sessionToken(actor, open, cookies));
  return open({ Authorization: `Bearer ${token}` });
}

function tokenIn(text: string): string | null {
  try {
    const parsed = z.object({ token: z.string().min(1) }).safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.token : null;
  } catch {
    // Before 4.0 the answer is empty.
    return null;
  }
}

async function sessionToken(
  actor: ReaperActor,
  open: (headers: Record<string, string>) => Ask,
  cookies: readonly string[],
): Promise<string> {
  const session = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
  if (session === '') throw refused(actor, 'neither a token nor a session in the answer to the login');
  const { text } = succeeded(actor, 'jwt', await open({ Cookie: session })('GET', 'jwt'));
  if (text.trim() === '') throw refused(actor, 'an empty token');
  return text.trim();
}

async function request(
  actor: ReaperActor,
  signal: AbortSignal,
  headers: Record<string, string>,
  method: string,
  path: string,
  form?: Record<string, string>,
): Promise<Reply> {
  try {
    const response = await fetch(`${actor.url.replace(/\/+$/, '')}/${path}`, {
      method,
      headers: { Accept: 'application/json', ...headers },
      ...(form && { body: new URLSearchParams(form) }),
      // Sent to a login page it would take that for an answer.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(limitMillis)]),
    });
    const text = await textWithin(response, longestAnswerBytes);
    return { status: response.status, text, cookies: response.headers.getSetCookie() };
  } catch (error) {
    if (signal.aborted) throw error;
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new RingliftError(
      'NodeUnreachable',
      {
        where: `${actor.name} (${actor.url})`,
        what: 'no whole answer came from Reaper',
        found: cause instanceof Error ? cause.message : String(cause),
        next: 'Check the address in the file and that the worker reaches it.',
      },
      { cause: error },
    );
  }
}

function succeeded(actor: ReaperActor, path: string, reply: Reply): Reply {
  const { status, text } = reply;
  if (status >= 200 && status < 300) return reply;
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) {
    throw refused(actor, `HTTP ${status} for /${path.split('?')[0]}`);
  }
  throw new RingliftError('CommandFailed', {
    where: `${actor.name} (${actor.url})`,
    what: `Reaper refused /${path}`,
    found: `HTTP ${status}: ${text.trim().slice(0, 300) || 'nothing said'}`,
    next: "Look at Reaper's own log, then retry.",
  });
}

function refused(actor: ReaperActor, found: string): RingliftError {
  return new RingliftError('AuthenticationRefused', {
    where: `${actor.name} (${actor.url})`,
    what: `Reaper did not let ${actor.user ?? 'an unnamed user'} in`,
    found,
    next: 'Name a user with the role "operator" and its password in the file, then retry.',
  });
}

function understood<Shape extends z.ZodType>(
  actor: ReaperActor,
  path: string,
  shape: Shape,
  text: string,
): z.output<Shape> {
  try {
    return shape.parse(JSON.parse(text));
  } catch (cause) {
    throw new RingliftError(
      'UnreadableOutput',
      {
        where: `${actor.name} (${actor.url})`,
        what: `what Reaper answered to /${path} was not understood`,
        found: text.trim().slice(0, 300) || 'nothing',
        next: 'Check that the address in the file is that of Reaper.',
      },
      { cause },
    );
  }
}
