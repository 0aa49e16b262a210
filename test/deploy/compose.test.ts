import { existsSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { millis } from '../../knowledge/spec/duration.ts';
import { searchAttributes } from '../../knowledge/messages.ts';
import { readSettings, workerEnvironment } from '../../worker/settings.ts';
import { type Service, projectFile, readCompose, readProjectFile } from './compose.ts';

const compose = readCompose();
const services = Object.entries(compose.services);
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`no service ${name} in docker-compose.yml`);
  return found;
};

/** Every key that the file may use at that place, so that a mistyped one is not ignored in silence. */
const serviceKeys = new Set(
  (
    'image build restart depends_on environment env_file volumes ports entrypoint healthcheck stop_grace_period ' +
    'user read_only tmpfs cap_drop security_opt'
  ).split(' '),
);
const healthKeys = new Set(['test', 'interval', 'timeout', 'retries', 'start_period']);

/** `${NAME:-default}` as compose fills it in when the variable is not set. */
function defaulted(text: string): string {
  return text.replace(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');
}

test.each(services)('the image of %s is pinned to a version', (_name, { image }) => {
  expect(image).toMatch(/^[a-z/-]+:\d+\.\d+[\w.-]*$/);
});

test.each(services)('%s has only keys that compose knows', (_name, described) => {
  expect(Object.keys(described).filter((key) => !serviceKeys.has(key))).toEqual([]);
  expect(Object.keys(described.healthcheck ?? {}).filter((key) => !healthKeys.has(key))).toEqual([]);
});

test('what a service waits for exists and can come true', () => {
  for (const [name, { depends_on }] of services) {
    for (const [other, { condition }] of Object.entries(depends_on ?? {})) {
      const awaited = service(other);
      const oneShot = awaited.restart?.startsWith('on-failure') === true;
      const possible = oneShot
        ? ['service_completed_successfully']
        : awaited.healthcheck
          ? ['service_healthy']
          : [];
      expect({ name, other, condition }).toEqual({ name, other, condition: possible[0] });
    }
  }
});

test('the worker starts only when database, schema, server and namespace are ready, in that order', () => {
  const chain: string[] = [];
  for (let name: string | undefined = 'worker'; name; name = Object.keys(service(name).depends_on ?? {})[0]) {
    chain.unshift(name);
  }
  expect(chain).toEqual(['database', 'schema', 'temporal', 'namespace', 'worker']);
});

test('every port is bound to the loopback', () => {
  const ports = services.flatMap(([, { ports = [] }]) => ports);
  expect(ports.length).toBeGreaterThan(2);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
});

test('everything that is mounted is in the repository or is a declared volume', () => {
  const mounts = services.flatMap(([, { volumes = [] }]) => volumes).map(defaulted);
  for (const mount of mounts) {
    const [source = ''] = mount.split(':');
    if (source.startsWith('./')) expect(existsSync(projectFile(source)), source).toBe(true);
    else expect(Object.keys(compose.volumes)).toContain(source);
  }
  for (const mount of mounts.filter((each) => each.startsWith('./'))) expect(mount).toMatch(/:ro$/);
});

test('the scripts of the one-shot services are there and can be run', () => {
  for (const name of ['schema', 'namespace']) {
    const script = service(name).entrypoint?.[1]?.replace('/setup/', 'deploy/temporal/') ?? '';
    expect(statSync(projectFile(script)).mode & 0o111, script).toBeGreaterThan(0);
  }
});

test('no password is in the file, and the example lists every variable that has no default', () => {
  const text = readProjectFile('docker-compose.yml');
  const required = [...text.matchAll(/\$\{([A-Z_]+):\?/g)].map(([, name]) => name);
  expect(new Set(required)).toEqual(new Set(['POSTGRES_PASSWORD']));
  for (const [, { environment = {} }] of services) {
    for (const [name, value] of Object.entries(environment)) {
      if (/PASSWORD|PWD/.test(name)) expect(value, name).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
    }
  }
  const used = new Set([...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
  const example = new Set(readProjectFile('deploy/example.env').match(/^[A-Z_]+(?==)/gm));
  expect(example).toEqual(new Set([...used].filter((name) => name !== 'RINGLIFT_LOG_LEVEL')));
});

test('every variable of the worker is one that it reads, and together they are accepted', () => {
  const environment = Object.fromEntries(
    Object.entries(service('worker').environment ?? {}).map(([name, value]) => [name, defaulted(value)]),
  );
  const own = Object.keys(environment).filter((name) => name.startsWith('RINGLIFT_'));
  expect(own.filter((name) => !Object.hasOwn(workerEnvironment.shape, name))).toEqual([]);
  const settings = readSettings({ ...environment, TEMPORAL_CONFIG_FILE: '/nonexistent' });
  expect(settings.temporal.connection.address).toBe('temporal:7233');
  const ports = service('worker').ports?.map((port) => Number(port.split(':')[1]));
  expect(ports).toEqual([settings.metricsAddress?.port, settings.healthAddress?.port]);
  const mounted = service('worker').volumes?.map((mount) => defaulted(mount).split(':')[1]);
  expect(mounted).toContain(settings.evidenceFolder);
});

test('the container is given more time to stop than the worker needs at most', () => {
  const { stop_grace_period = '10s', environment = {} } = service('worker');
  expect(millis(stop_grace_period)).toBeGreaterThanOrEqual(
    millis(environment['RINGLIFT_SHUTDOWN_GRACE'] ?? '30s') + 15_000,
  );
});

test('the worker can write nothing but evidence, and has no rights beyond its user', () => {
  const worker = service('worker');
  expect(worker).toMatchObject({
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
  });
  const writable = worker.volumes?.filter((mount) => !mount.endsWith(':ro'));
  expect(writable).toEqual(['evidence:/var/lib/ringlift/evidence']);
});

test('the server has 512 shards, for they can never be changed', () => {
  expect(service('temporal').environment?.['NUM_HISTORY_SHARDS']).toBe('512');
});

test('server, admin tools and the schema that they make are of one version', () => {
  const version = /:(\d+\.\d+\.\d+)/.exec(service('temporal').image)?.[1];
  for (const name of ['schema', 'namespace']) expect(service(name).image).toContain(`:${version}-`);
});

test('the namespace script registers exactly the search attributes that workflows set', () => {
  const script = readProjectFile('deploy/temporal/setup-namespace.sh');
  const registered = [...script.matchAll(/^insist have_attribute (\w+) (\w+)$/gm)].map(([, name, type]) => [
    name,
    type,
  ]);
  expect(Object.fromEntries(registered)).toEqual(searchAttributes);
});

test('the file is plain YAML without a duplicate key', () => {
  expect(() =>
    parse(readProjectFile('docker-compose.yml'), { strict: true, uniqueKeys: true }),
  ).not.toThrow();
});
