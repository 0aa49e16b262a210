import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { planConfiguration } from '../../../knowledge/cassandra/carry-configuration.ts';
const dir = (d: string) => Object.fromEntries(readdirSync(d, { withFileTypes: true }).filter((e) => e.isFile()).map((e) => [e.name, readFileSync(`${d}/${e.name}`, 'utf8')]));
const T = 'lab/releases/template';
test('x', () => {
  const target = { ...dir(`${T}/all/conf`), ...dir(`${T}/since-4.0/conf`), ...dir(`${T}/jdk11-g1/conf`), ...dir(`${T}/jdk17-g1/conf`), ...dir(`${T}/jdk21-zgc/conf`), ...dir(`${T}/6.0/conf`) };
  for (const [src, from, oldJdk] of [['/tmp/w/kc/tar/apache-cassandra-4.0-alpha2/conf', '4.0.19', 8], ['/tmp/w/kc/tar/apache-cassandra-4.0-alpha2/conf', '4.0.19', 11]] as const)
  for (const jdk of [11, 17, 21]) {
    const conf = dir(src); conf['jvm-server.options'] += '-Xms300M\n-Xmx300M\n-XX:-UseBiasedLocking\n';
    const p = planConfiguration({ conf, otherFiles: [], targetDefaults: target, oldDefaults: null, fromRelease: from, toRelease: '6.0-alpha2', jdkMajor: jdk, fromJdkMajor: oldJdk, storageMode: 'CASSANDRA_4' });
    if (jdk === 21 && oldJdk === 8) console.log(p.changes.map((c) => c.says).join('\n'));
    console.log(from, oldJdk, jdk, p.refused);
    const g = p.files['jvm-server.options']!.split('\n').concat(p.files[`jvm${jdk}-server.options`]!.split('\n')).filter((l) => l.startsWith('-'));
    writeFileSync(`/tmp/w/kc/load/flags-${oldJdk}-${jdk}.txt`, g.join('\n'));
  }
});
