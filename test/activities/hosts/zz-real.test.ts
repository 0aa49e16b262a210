import { afterAll, beforeAll, expect, test } from 'vitest';
import { RealSshd } from './real-sshd.ts';
import { SshHosts } from '../../../activities/hosts/ssh-hosts.ts';
import { withCql } from '../../../activities/hosts/cql-connection.ts';
import { lightRead } from '../../../activities/observe/light-read.ts';
import { readSchema } from '../../../activities/observe/read-schema.ts';
import { writeFileSync } from 'node:fs';
let sshd: RealSshd, hosts: SshHosts;
beforeAll(async () => { sshd = await RealSshd.start(); hosts = new SshHosts(); });
afterAll(async () => { await hosts.close(); await sshd.stop(); });
const nodes = [
  ['5.0.9', '127.0.0.11', { user: 'cassandra', passwordEnv: 'PW' }],
  ['6.0-alpha2', '127.0.0.12', {}],
  ['6.0-alpha2', '127.0.0.12', { tls: { caFile: '/tmp/w/cql/ca.pem' } }],
  ['4.0.19', '127.0.0.13', {}],
] as const;
const environment = { PW: 'cassandra' };
async function hostWith(cql: object) { const s = sshd.settings(); return hosts.get({ ...s, cql: { ...s.cql, ...cql } }); }
for (const [release, listen, cql] of nodes) {
  test(`${release} ${JSON.stringify(cql)}`, async () => {
    const host = await hostWith(cql);
    let t = performance.now();
    const out = await withCql(host, { listen, environment }, async (c) => {
      console.log('connected', Math.round(performance.now() - t));
      const local = await c.query('SELECT * FROM system.local');
      await c.query("CREATE KEYSPACE IF NOT EXISTS k WITH replication = {'class': 'NetworkTopologyStrategy', 'datacenter1': 1}");
      await c.query('CREATE TABLE IF NOT EXISTS k.t (id uuid PRIMARY KEY, a bigint, b inet, m map<text, frozen<list<int>>>, s set<timeuuid>, d decimal, v varint, ts timestamp, bl blob, f double, dt date, ti time, du duration, tu tuple<int, text>)');
      await c.query("INSERT INTO k.t (id, a, b, m, s, d, v, ts, bl, f, dt, ti, du, tu) VALUES (11111111-2222-3333-4444-555555555555, 9223372036854775807, '10.0.0.1', {'x': [1,2]}, {50554d6e-29bb-11e5-b345-feff819cdc9f}, 1.50, 123456789012345678901234567890, '2024-01-02T03:04:05.678Z', 0xcafe, NaN, '2024-01-02', '08:12:54.123', 1y2mo3d, (1, 'a'))", { consistency: 'ALL' });
      const rows = await c.query('SELECT * FROM k.t WHERE id = ?', { params: ['11111111-2222-3333-4444-555555555555'], consistency: 'QUORUM' });
      await c.query('CREATE TABLE IF NOT EXISTS k.many (p int, c int, PRIMARY KEY (p, c))');
      if (listen === '127.0.0.11') { for (let i = 0; i < 12000; i += 500) await Promise.all(Array.from({ length: 500 }, (_, j) => c.query(`INSERT INTO k.many (p, c) VALUES (1, ${i + j})`))); console.log('many', (await c.query('SELECT * FROM k.many')).length); }
      const views = release.startsWith('6') ? await c.query('SELECT * FROM system_views.cluster_metadata_log') : [];
      const dir = release.startsWith('6') ? await c.query('SELECT * FROM system_views.cluster_metadata_directory') : [];
      return { local, rows, views, dir, schema: await readSchema(c), settings: (await c.query('SELECT * FROM system_views.settings')).length };
    });
    console.log(Math.round(performance.now() - t), 'ms', JSON.stringify(out).slice(0, 3500));
    console.log(await lightRead(await hostWith(cql), listen));
    t = performance.now(); await withCql(host, { listen, environment }, async (c) => c.query('SELECT release_version FROM system.local')); console.log('again', performance.now() - t);
    await expect(withCql(host, { listen, environment }, (c) => c.query('SELECT nonsense'))).rejects.toThrow(/./);
    await withCql(host, { listen, environment }, (c) => c.query('SELECT * FROM no.where')).catch((e) => console.log(e.name, e.message));
    await withCql(host, { listen, environment }, (c) => c.query('INSERT INTO k.many (p, c) VALUES (1, 1)', {consistency: 'ALL'}));
    await withCql(host, { listen: '127.0.0.99' }, async () => 1).catch((e) => console.log(e.name, e.message));
  }, 60000);
}
test('auth and tls errors', async () => {
  for (const [cql, listen] of [[{}, '127.0.0.11'], [{ user: 'cassandra', passwordEnv: 'NO' }, '127.0.0.11'], [{ user: 'cassandra', passwordEnv: 'BAD' }, '127.0.0.11'], [{ tls: {} }, '127.0.0.12'], [{ tls: { caFile: '/tmp/w/cql/ca.pem', serverName: 'other.example' } }, '127.0.0.12'], [{ tls: { caFile: '/tmp/w/cql/ca.pem', serverName: 'node.example' } }, '127.0.0.12'], [{ tls: { caFile: '/none' } }, '127.0.0.12'], [{ tls: { caFile: '/tmp/w/cql/ca.pem' } }, '127.0.0.13']] as const) {
    const host = await hostWith(cql);
    const t = performance.now();
    console.log(JSON.stringify(cql), await withCql(host, { listen, environment: { BAD: 'x' }, timeoutMillis: 4000 }, async () => 'fine').catch((e) => `${e.name}: ${e.message}`), Math.round(performance.now() - t));
  }
}, 60000);
