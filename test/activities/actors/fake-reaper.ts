/**
 * An HTTP server that answers as Cassandra Reaper does, for tests: paths, states, transitions and status codes are those
 * of RepairScheduleResource, RepairRunResource and the login of 4.x (a token) or of 3.x (a session and a token for it).
 */
import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeItem {
  readonly id: string;
  readonly cluster_name: string;
  readonly keyspace_name: string;
  state: string;
}

export interface FakeReaperOptions {
  readonly clusters?: readonly string[];
  readonly login?: { readonly user: string; readonly password: string; readonly line: '3' | '4' };
  /** "user" may only read. */
  readonly role?: 'user' | 'operator';
}

export interface FakeReaper {
  readonly url: string;
  readonly schedules: FakeItem[];
  readonly runs: FakeItem[];
  /** `METHOD /path?query` of every request, the login without what was in it. */
  readonly requests: string[];
  /** Called before each request is answered; what it throws cuts the connection. */
  before: (request: string) => void;
  addSchedule(keyspace: string, state: string, cluster?: string): FakeItem;
  addRun(keyspace: string, state: string, cluster?: string): FakeItem;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const token = 'eyJhbGciOiJIUzI1NiJ9.e30.c2ln';
const session = 'JSESSIONID=node01abc';
const scheduleStates = ['ACTIVE', 'PAUSED', 'DELETED'];
const runStates = ['RUNNING', 'PAUSED', 'NOT_STARTED', 'ERROR', 'DONE', 'ABORTED', 'DELETED'];
const runTransitions = [
  'NOT_STARTED RUNNING',
  'RUNNING PAUSED',
  'PAUSED RUNNING',
  'ERROR RUNNING',
  'RUNNING ABORTED',
  'PAUSED ABORTED',
];

export async function startFakeReaper(options: FakeReaperOptions = {}): Promise<FakeReaper> {
  const clusters = options.clusters ?? ['prod1'];
  const item = (keyspace: string, state: string, cluster = clusters[0] ?? 'prod1'): FakeItem => ({
    ...{ id: randomUUID(), cluster_name: cluster, keyspace_name: keyspace, state },
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeReaper = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    schedules: [],
    runs: [],
    requests: [],
    before: () => undefined,
    addSchedule: (...of) => push(fake.schedules, item(...of)),
    addRun: (...of) => push(fake.runs, item(...of)),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const named = `${request.method} ${request.url}`;
    fake.requests.push(named);
    let body = '';
    for await (const piece of request) body += String(piece);
    try {
      fake.before(named);
    } catch {
      return void request.socket.destroy();
    }
    const { status, body: content, headers } = answer(request, body);
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(
      content === undefined ? undefined : typeof content === 'string' ? content : JSON.stringify(content),
    );
  }

  function answer(request: IncomingMessage, body: string): Answer {
    const { pathname, searchParams } = new URL(request.url ?? '/', fake.url);
    const [, resource = '', id, verb, state] = pathname.split('/');
    if (resource === 'login') return login(request, body);
    if (resource === 'jwt')
      return request.headers.cookie === session ? { status: 200, body: token } : { status: 403 };
    const denied = denial(request);
    if (denied) return denied;
    if (resource === 'cluster') return { status: 200, body: clusters };
    if (resource === 'repair_schedule') return schedule(request.method, id, searchParams);
    if (resource !== 'repair_run') return { status: 404 };
    return id === undefined ? listRuns(searchParams) : oneRun(request.method, id, verb, state);
  }

  function login(request: IncomingMessage, body: string): Answer {
    const form = new URLSearchParams(body);
    const { login: wanted } = options;
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    if (request.method !== 'POST' || !isForm) return { status: 415 };
    if (!wanted) return { status: 404 };
    if (form.get('username') !== wanted.user || form.get('password') !== wanted.password) {
      return { status: 401, body: { code: 401, message: 'Invalid credentials' } };
    }
    return wanted.line === '4'
      ? { status: 200, body: { token, username: wanted.user, roles: ['operator'] } }
      : { status: 204, headers: { 'Set-Cookie': `${session};Path=/;HttpOnly` } };
  }

  function denial(request: IncomingMessage): Answer | null {
    if (!options.login) return null;
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401 };
    return options.role === 'user' && request.method !== 'GET' ? { status: 403 } : null;
  }

  function schedule(method: string | undefined, id: string | undefined, query: URLSearchParams): Answer {
    // An unknown cluster has no schedules: it is no error.
    if (id === undefined) {
      return {
        status: 200,
        body: fake.schedules.filter((each) => each.cluster_name === query.get('clusterName')),
      };
    }
    const found = fake.schedules.find((each) => each.id === id);
    if (!found) return { status: 404, body: `repair schedule with id ${id} not found` };
    if (method === 'GET') return { status: 200, body: found };
    const wanted = query.get('state')?.toUpperCase() ?? '';
    if (!scheduleStates.includes(wanted)) return { status: 400, body: `invalid "state" argument: ${wanted}` };
    if (found.state === wanted) return { status: 204 };
    if (wanted === 'DELETED' || found.state === 'DELETED') {
      return { status: 400, body: `Transition ${found.state}->${wanted} not supported.` };
    }
    found.state = wanted;
    return { status: 200, headers: { Location: `${fake.url}/repair_schedule/${id}` } };
  }

  function listRuns(query: URLSearchParams): Answer {
    const cluster = query.get('cluster_name');
    if (cluster !== null && !clusters.includes(cluster))
      return { status: 404, body: `Cluster "${cluster}" not found` };
    const states = query.get('state')?.split(',') ?? [];
    const found = fake.runs.filter(
      (run) =>
        (cluster === null || run.cluster_name === cluster) &&
        (states.length === 0 || states.includes(run.state)),
    );
    return { status: 200, body: found };
  }

  function oneRun(method: string | undefined, id: string, verb?: string, state?: string): Answer {
    const found = fake.runs.find((each) => each.id === id);
    if (!found) return { status: 404, body: `repair run ${id} doesn't exist` };
    if (method === 'GET') return { status: 200, body: found };
    if (verb !== 'state' || !runStates.includes(state ?? '')) return { status: 400 };
    if (found.state === state) return { status: 204 };
    if (!runTransitions.includes(`${found.state} ${state}`)) {
      return { status: 409, body: `Transition ${found.state}->${state} not supported.` };
    }
    found.state = state ?? '';
    return { status: 200, headers: { Location: `${fake.url}/repair_run/${id}` } };
  }

  return fake;
}

function push(list: FakeItem[], item: FakeItem): FakeItem {
  list.push(item);
  return item;
}
