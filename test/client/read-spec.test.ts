import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleFile } from '../../client/help-texts.ts';
import { checkSpecText, InvalidSpecFile, readSpec } from '../../client/read-spec.ts';
import { printProblems } from '../../client/spec-file/print-problems.ts';

function printed(text: string): string {
  const checked = checkSpecText(text);
  return checked.ok ? 'no problems\n' : `${printProblems('prod1.yaml', text, checked.problems)}\n`;
}

const good = `cluster: prod1
target: 6.0.0
nodes: [{address: 10.0.0.1}]
ssh: {user: ringlift, privateKeyFile: ~/.ssh/id_ed25519}
install: {url: "https://repo.example/c.tar.gz", sha256: ${'a'.repeat(64)}, home: /opt/cassandra}
approvals: {who: [dba]}
`;

const manyProblems = `# prod1
cluster: prod 1
target: 6.0
nodes:
  - address: -oProxyCommand=x
    ssh: {prot: 22}
    java: {5.0: /usr/lib/jvm/11, six: /usr/lib/jvm/17}
  - address: [10.0.0.2]
ssh:
  user:
  known_hosts_file: ~/.ssh/known_hosts
  port: 70000
install:
  method: debian
  sha256: 0badcafe
  home: opt/cassandra
service: {kind: systmd}
gates:
  patience: 10 minutes
  maxHeapShareOfMemory: 0
  maxNewLogErrors: "none"
cms: {replication: {dc1: 0, dc2: three}, initialize: maybe}
backup:
strategy: {order: cass-01, downNodes: refuze}
stateFolder: /var/lib/ringlift
`;

const brokenYaml = `cluster: prod1
nodes: [{address: 10.0.0.1}
target: "6.0.0
cluster: prod2
`;

const relativeFiles = `${good.replace('~/.ssh/id_ed25519', 'keys/id')}dataCenters:
  dc2: {cql: {tls: {caFile: ./ca.pem}}}
`.replace('{address: 10.0.0.1}', '{address: 10.0.0.1, ssh: {bastion: {host: b, privateKeyFile: id}}}');

test.each([
  ['many-problems', manyProblems],
  ['broken-yaml', brokenYaml],
  ['relative-files', relativeFiles],
  ['empty', '# nothing yet\n'],
  ['a-list', '- cluster: prod1\n'],
])('every problem of the file "%s" is told at once, where it stands', async (name, text) => {
  await expect(printed(text)).toMatchFileSnapshot(`../golden/spec-files/${name}.txt`);
});

test('a good file is returned as it was written, without defaults', () => {
  expect(checkSpecText(good)).toEqual({
    ok: true,
    spec: {
      cluster: 'prod1',
      target: '6.0.0',
      nodes: [{ address: '10.0.0.1' }],
      ssh: { user: 'ringlift', privateKeyFile: '~/.ssh/id_ed25519' },
      install: { url: 'https://repo.example/c.tar.gz', sha256: 'a'.repeat(64), home: '/opt/cassandra' },
      approvals: { who: ['dba'] },
    },
  });
});

test('the example of the help is a good file', () => {
  expect(printed(exampleFile)).toBe('no problems\n');
});

test('a release line as a key needs no quotes: 6.0 stays 6.0', () => {
  const checked = checkSpecText(`${good}java: {6.0: /usr/lib/jvm/17, 5.10: /usr/lib/jvm/11}\n`);
  expect(checked).toMatchObject({
    ok: true,
    spec: { java: { '6.0': '/usr/lib/jvm/17', '5.10': '/usr/lib/jvm/11' } },
  });
});

test('JSON is read too, tabs and all, with positions', () => {
  const json = JSON.stringify({ cluster: 'prod1', target: 6 }, null, '\t');
  expect(printed(json)).toContain('prod1.yaml:3:12: target: found the number 6, allowed: text');
});

test('one block of settings may be named once and merged into a thousand nodes', () => {
  const nodes = Array.from(
    { length: 1_000 },
    (_, index) => `  - {<<: *old, address: 10.1.${index >> 8}.${index & 255}}`,
  );
  const text = good.replace(
    'nodes: [{address: 10.0.0.1}]',
    `nodes:\n  - &old {address: 10.0.0.1, cql: {port: 9142}}\n${nodes.join('\n')}`,
  );
  expect(checkSpecText(text)).toMatchObject({ ok: true, spec: { nodes: { 700: { cql: { port: 9142 } } } } });
});

test('a problem in a merged block is shown where the block stands', () => {
  const text = good.replace(
    '[{address: 10.0.0.1}]',
    '\n  - &old {address: 10.0.0.1, ssh: {port: 0}}\n  - {<<: *old, address: 10.0.0.2}',
  );
  const checked = checkSpecText(text);
  expect(checked.ok ? [] : checked.problems.map(({ path, line }) => [path, line])).toEqual([
    ['nodes[0].ssh.port', 4],
    ['nodes[1].ssh.port', 4],
  ]);
});

test('aliases that multiply without end are refused, not followed', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...'bcdefgh'.split('').map((name, index) => {
      const of = 'abcdefg'[index];
      return `${name}: &${name} [${Array(9).fill(`*${of}`).join(',')}]`;
    }),
  ].join('\n');
  expect(printed(bomb)).toContain('alias');
});

test('a file that is not there is bad input', async () => {
  await expect(readSpec('/no/such/file.yaml')).rejects.toThrow("/no/such/file.yaml can't be read");
});

test('reading a bad file throws every problem, in the order of the file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ringlift-spec-'));
  try {
    writeFileSync(join(folder, 'bad.yaml'), manyProblems);
    const error = await readSpec(join(folder, 'bad.yaml')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(InvalidSpecFile);
    const lines = (error as InvalidSpecFile).problems.map(({ line }) => line);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines).toEqual(lines.toSorted((left, right) => left - right));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
