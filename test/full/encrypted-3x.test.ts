/** Seed 000 as it is: 3.11.11 to 4.0.7 with encryption between the nodes and key stores in the configuration folder. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checksum } from '../../lab/cluster/checksum.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { imageJavaHome } from '../../lab/machines/base-image.ts';
import { startDatedWrites } from './dated-writes.ts';
import { type ForwardBench, startForwardBench } from './forward-bench.ts';

const limitMillis = 60 * 60_000;
const stores = ['.keystore', '.truststore'] as const;
const secret = 'only-of-this-lab';

let bench: ForwardBench | undefined;
beforeAll(async () => {
  bench = await startForwardBench({
    ...{ from: '3.11.11', stops: ['4.0.7'], prepare: encrypt },
    say: (line) => console.log(line),
  });
}, limitMillis);
afterAll(async () => bench?.close(), limitMillis);

test(
  'three encrypted nodes go from 3.11.11 to 4.0.7, their key stores with them, and no request fails',
  async () => {
    if (!bench) throw new Error('the bench did not start');
    const { lab, carry, releases } = bench;
    const before = await checksum(lab);
    const carried = await Promise.all(lab.nodes.map(({ name }) => storesOf(lab, name)));
    for (const each of carried) expect(each).toContain('cassandra 400 ');
    const writes = await startDatedWrites(lab, 'encrypted');
    const result = await carry(async () => undefined);
    await writes.stop();
    expect(result).toMatchObject({ state: 'done', to: '4.0.7' });
    expect(await writes.compare()).toMatchObject({ failed: 0, lost: [] });
    expect(await checksum(lab)).toBe(before);
    expect(await releases()).toEqual(['4.0.7', '4.0.7', '4.0.7']);
    expect(await Promise.all(lab.nodes.map(({ name }) => storesOf(lab, name)))).toEqual(carried);
    for (const { name, paths } of lab.nodes) {
      const yaml = await run(lab, name, `cat ${paths.home}/conf/cassandra.yaml`);
      // Nested, and still there or switched off again: never at top level, where 4.0 would not start with it.
      expect(yaml).not.toMatch(/^enable_legacy_ssl_storage_port/m);
      expect(yaml).toMatch(/^\s+internode_encryption: all/m);
    }
  },
  limitMillis,
);

/** One certificate for all of them, as small clusters have it; every node is stopped for the change. */
async function encrypt(lab: LabCluster): Promise<void> {
  const [first, ...others] = lab.nodes;
  if (!first) throw new Error('a lab has nodes');
  const { conf, home } = confOf(first.paths.home);
  const keytool = `${imageJavaHome}/bin/keytool`;
  const pass = `-storetype JKS -storepass ${secret}`;
  await run(
    lab,
    first.name,
    `cd ${conf} && ${keytool} -genkeypair -alias lab -keyalg RSA -keysize 2048 -validity 3650 -dname CN=lab ${pass} -keypass ${secret} -keystore .keystore &&
     ${keytool} -exportcert -alias lab ${pass} -keystore .keystore -file /tmp/lab.crt &&
     ${keytool} -importcert -noprompt -alias lab ${pass} -keystore .truststore -file /tmp/lab.crt`,
  );
  for (const store of stores) {
    const content = (await run(lab, first.name, `base64 -w 0 ${conf}/${store}`)).trim();
    for (const { name } of others) await run(lab, name, `printf %s ${content} | base64 -d >${conf}/${store}`);
  }
  const yaml = [
    'server_encryption_options:',
    '    internode_encryption: all',
    `    keystore: ${home}/conf/.keystore`,
    `    keystore_password: ${secret}`,
    `    truststore: ${home}/conf/.truststore`,
    `    truststore_password: ${secret}`,
  ].join('\\n');
  for (const { name } of lab.nodes) {
    const own = stores.map((store) => `${conf}/${store}`).join(' ');
    await run(lab, name, `chown cassandra ${own} && chmod 400 ${own}`);
    await run(lab, name, `printf '%b\\n' '${yaml}' >>${conf}/cassandra.yaml`);
    await lab.nodetool(name, 'drain');
    await lab.stopService(name);
  }
  for (const { name } of lab.nodes) {
    await lab.startService(name);
    await lab.awaitServing(name);
  }
}

function confOf(home: string) {
  return { home, conf: `${home}/conf` };
}

/** Owner, rights and digest of each store, wherever the release in use has them. */
function storesOf(lab: LabCluster, name: string): Promise<string> {
  const { home } = lab.node(name).paths;
  return run(
    lab,
    name,
    `cd ${home}/conf && for store in ${stores.join(' ')}; do stat -c '%U %a %n' $store; sha256sum $store; done`,
  );
}

async function run(lab: LabCluster, name: string, script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await lab.exec(name, ['sh', '-c', script]);
  if (exitCode === 0) return stdout;
  throw new Error(`${name}: exit ${exitCode}: ${stderr || stdout}`);
}
