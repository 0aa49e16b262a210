import { expect, test } from 'vitest';
import { createLog, type Log } from '../../worker/log.ts';
import { Secrets } from '../../worker/redaction.ts';
import { sdkLogger } from '../../worker/sdk-logger.ts';

const environment = {
  CQL_OF_PROD1: 'hunter2-of-prod1',
  KEY_PHRASE: 'open "sesame"\n',
  TEMPORAL_API_KEY: 'tmprl-key-123',
  SHORT: 'on',
  HOME: '/home/operator',
};

function logged(write: (log: Log, secrets: Secrets) => void): {
  text: string;
  lines: Record<string, unknown>[];
} {
  let text = '';
  const secrets = new Secrets(environment);
  const destination = { write: (piece: string) => void (text += piece) };
  write(createLog({ level: 'trace', secrets, destination }), secrets);
  const lines = text.trim().split('\n').filter(Boolean);
  return { text, lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('a field that is a secret by its name is hidden at any depth, its reference is not', () => {
  const { text, lines } = logged((log) =>
    log.info({
      spec: { cql: [{ password: 's3cret-a', passwordEnv: 'CQL_OF_PROD1', passwordFile: '/etc/cql' }] },
      headers: { Authorization: 's3cret-b' },
      privateKey: 's3cret-c',
      passphrase: 's3cret-d',
      tokenCount: 16,
      tokens: ['-9223372036854775808'],
    }),
  );
  expect(text).not.toContain('s3cret');
  expect(lines[0]).toMatchObject({
    spec: { cql: [{ password: '[redacted]', passwordEnv: 'CQL_OF_PROD1', passwordFile: '/etc/cql' }] },
    headers: { Authorization: '[redacted]' },
    tokenCount: 16,
    tokens: ['-9223372036854775808'],
  });
});

test('the value of a variable that a spec names is hidden wherever it appears: message, field, error, cause, child', () => {
  const { text } = logged((log, secrets) => {
    secrets.addNamedIn({
      spec: { nodes: [{ cql: { passwordEnv: 'CQL_OF_PROD1' } }], ssh: { passphraseEnv: 'KEY_PHRASE' } },
    });
    const cause = new Error(`bad login cassandra/${environment.CQL_OF_PROD1}`);
    log.info(`said ${environment.CQL_OF_PROD1}`);
    log.info('said %s', environment.CQL_OF_PROD1);
    log.info({ deep: { list: [`x${environment.CQL_OF_PROD1}y`] } }, 'field');
    log.error(new Error('outer', { cause }));
    log.error(
      { err: Object.assign(new Error('other'), { command: `cqlsh -p ${environment.CQL_OF_PROD1}` }) },
      'failed',
    );
    log
      .child({ url: `http://u:${environment.CQL_OF_PROD1}@h` })
      .info({ phrase: environment.KEY_PHRASE }, 'child');
  });
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain('sesame');
  expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(8);
  expect(text).toContain('outer');
});

test('variables that are secrets by their name are hidden from the start, without a spec', () => {
  const { text } = logged((log) => log.info({ header: `Bearer ${environment.TEMPORAL_API_KEY}` }));
  expect(text).not.toContain('tmprl-key-123');
});

test('a very short secret is hidden where it stands alone and does not garble other text', () => {
  const { lines } = logged((log, secrets) => {
    secrets.addNamedIn({ passwordEnv: 'SHORT' });
    log.info({ alone: 'on' }, 'once upon a time');
  });
  expect(lines[0]).toMatchObject({ alone: '[redacted]', msg: 'once upon a time' });
});

test('the text of a private key is hidden even when nothing says that it is one', () => {
  const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----';
  const { text } = logged((log) => log.info({ found: `file holds ${key} and more` }));
  expect(text).not.toContain('b3BlbnNzaC1rZXk');
  expect(text).toContain('and more');
});

test('an error is logged with its type, message, stack and causes', () => {
  const { lines } = logged((log) => log.error(new TypeError('outer', { cause: new Error('inner') })));
  expect(lines[0]).toMatchObject({
    level: 'error',
    msg: 'outer',
    err: { type: 'TypeError', message: 'outer', cause: { type: 'Error', message: 'inner' } },
  });
  expect(lines[0]).toMatchObject({ err: { stack: expect.stringContaining('log.test.ts') as string } });
});

test('an object that holds itself does not stop the log', () => {
  const circle: Record<string, unknown> = { name: 'ring' };
  circle['self'] = circle;
  const { lines } = logged((log) => log.info({ circle }));
  expect(lines[0]).toMatchObject({ circle: { name: 'ring', self: '[deeper]' } });
});

test("the SDK's messages come out at their level, with their fields, without task tokens and secrets", () => {
  const { text, lines } = logged((log, secrets) => {
    secrets.add('from-a-file-1');
    const sdk = sdkLogger(log);
    sdk.warn('poll failed', {
      taskToken: 'AAAA',
      workflowId: 'w1',
      error: new Error('login from-a-file-1 refused'),
    });
    sdk.log('ERROR', 'native', { [Symbol.for('log_timestamp')]: 1n, sdkComponent: 'core', nanos: 12n });
    sdk.info('plain');
  });
  expect(text).not.toMatch(/AAAA|from-a-file-1/);
  expect(lines).toMatchObject([
    { level: 'warn', msg: 'poll failed', workflowId: 'w1', err: { message: 'login [redacted] refused' } },
    { level: 'error', msg: 'native', sdkComponent: 'core', nanos: '12' },
    { level: 'info', msg: 'plain' },
  ]);
});
