import { expect, test } from 'vitest';
import { RingliftError } from '../../knowledge/errors.ts';
import { readSettings, stateFolder, workerEnvironment } from '../../worker/settings.ts';

const home = { HOME: '/home/operator', TEMPORAL_CONFIG_FILE: '/nonexistent/temporal.toml' };

function refusal(environment: Record<string, string>): RingliftError {
  try {
    readSettings({ ...home, ...environment });
  } catch (error) {
    if (error instanceof RingliftError) return error;
    throw error;
  }
  throw new Error('the settings were accepted');
}

test('an empty environment gives a worker that listens on the loopback only and keeps evidence below the home folder', () => {
  expect(readSettings(home)).toEqual({
    taskQueue: 'cassandra-upgrade',
    evidenceFolder: '/home/operator/.local/state/ringlift/evidence',
    metricsAddress: { host: '127.0.0.1', port: 9464 },
    healthAddress: { host: '127.0.0.1', port: 9465 },
    logLevel: 'info',
    maxActivities: 200,
    shutdownGraceMillis: 30_000,
    connectPatienceMillis: 60_000,
    temporal: { namespace: 'default', connection: { address: 'localhost:7233' } },
  });
});

test('every variable of Ringlift reaches its setting', () => {
  const settings = readSettings({
    ...home,
    RINGLIFT_TASK_QUEUE: 'other',
    RINGLIFT_EVIDENCE_FOLDER: '/var/evidence',
    RINGLIFT_METRICS_ADDRESS: 'off',
    RINGLIFT_HEALTH_ADDRESS: '[::1]:80',
    RINGLIFT_LOG_LEVEL: 'debug',
    RINGLIFT_MAX_ACTIVITIES: '7',
    RINGLIFT_SHUTDOWN_GRACE: '2m',
    RINGLIFT_CONNECT_PATIENCE: '500ms',
  });
  expect(settings).toMatchObject({
    taskQueue: 'other',
    evidenceFolder: '/var/evidence',
    metricsAddress: null,
    healthAddress: { host: '::1', port: 80 },
    logLevel: 'debug',
    maxActivities: 7,
    shutdownGraceMillis: 120_000,
    connectPatienceMillis: 500,
  });
  expect(Object.keys(workerEnvironment.shape)).toHaveLength(8);
});

test("Temporal's own variables decide address, namespace, key and TLS", () => {
  const { temporal } = readSettings({
    ...home,
    TEMPORAL_ADDRESS: 'temporal.example:7233',
    TEMPORAL_NAMESPACE: 'upgrades',
    TEMPORAL_API_KEY: 'key-of-the-test',
  });
  expect(temporal.namespace).toBe('upgrades');
  expect(temporal.connection).toMatchObject({ address: 'temporal.example:7233', apiKey: 'key-of-the-test' });
});

test('what the command line says wins over the environment', () => {
  const environment = { ...home, TEMPORAL_ADDRESS: 'temporal.example:7233', RINGLIFT_TASK_QUEUE: 'other' };
  const overrides = { address: '127.0.0.1:1', namespace: 'mine', taskQueue: 'said', profile: undefined };
  expect(readSettings(environment, overrides)).toMatchObject({
    taskQueue: 'said',
    temporal: { namespace: 'mine', connection: { address: '127.0.0.1:1' } },
  });
});

test('all settings that can not be used are named in one error', () => {
  const error = refusal({
    RINGLIFT_METRICS_ADDRESS: '9464',
    RINGLIFT_LOG_LEVEL: 'loud',
    RINGLIFT_MAX_ACTIVITIES: '0',
    RINGLIFT_SHUTDOWN_GRACE: '30',
    RINGLIFT_HEALTH_ADDRESS: 'localhost:99999',
  });
  expect(error.name).toBe('InvalidSettings');
  expect(error.message).toContain('5 settings can not be used');
  for (const said of [
    'RINGLIFT_METRICS_ADDRESS="9464"',
    'RINGLIFT_LOG_LEVEL="loud"',
    'RINGLIFT_MAX_ACTIVITIES="0"',
    'RINGLIFT_SHUTDOWN_GRACE="30": a duration like "30s" or "2m"',
    'RINGLIFT_HEALTH_ADDRESS="localhost:99999"',
  ]) {
    expect(error.message).toContain(said);
  }
});

test("a file of Temporal's that can not be read is one of the problems, beside ours", () => {
  const error = refusal({ TEMPORAL_CONFIG_FILE: import.meta.filename, RINGLIFT_LOG_LEVEL: 'loud' });
  expect(error.message).toContain('2 settings');
  expect(error.message).toContain('TEMPORAL_CONFIG_FILE');
});

test('an empty variable counts as unset, as compose files leave them', () => {
  expect(readSettings({ ...home, RINGLIFT_LOG_LEVEL: '', RINGLIFT_EVIDENCE_FOLDER: '' }).logLevel).toBe(
    'info',
  );
});

test('XDG_STATE_HOME moves what outlives a process', () => {
  expect(stateFolder({ ...home, XDG_STATE_HOME: '/state' })).toBe('/state/ringlift');
});
