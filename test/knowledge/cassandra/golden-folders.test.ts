import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTwoFilesPatch } from 'diff';
import { expect, test } from 'vitest';
import { hopsBetween } from '../../../knowledge/cassandra/hops.ts';
import { migrateConfiguration } from '../../../knowledge/cassandra/migrate-configuration.ts';
import { releaseLines } from '../../../knowledge/cassandra/release-line.ts';
import { type ReleaseLine, layoutOf } from '../../../lab/releases/release-line.ts';

/** What the lab's releases ship in conf/. */
function shippedBy(line: ReleaseLine): Record<string, string> {
  const files: Record<string, string> = {};
  for (const layer of layoutOf[line].layers) {
    const conf = fileURLToPath(new URL(`../../../lab/releases/template/${layer}/conf/`, import.meta.url));
    for (const entry of readdirSync(conf, { withFileTypes: true })) {
      if (entry.isFile()) files[entry.name] = readFileSync(conf + entry.name, 'utf8');
    }
  }
  return files;
}

/** Of somebody who went from CMS to G1 by hand, and has had an outage or two. */
const own = `
### ours
-Xms8G
-Xmx8G
-XX:+UseG1GC
-XX:MaxGCPauseMillis=300
-XX:+PrintGCDateStamps
-Dcassandra.available_processors=8
-javaagent:/opt/agents/prometheus.jar=7070:/etc/prometheus.yaml
`;

function operatorsOf(line: ReleaseLine): Record<string, string> {
  const shipped = shippedBy(line);
  const general = line === '3.11' ? 'jvm.options' : 'jvm-server.options';
  const withoutCms = (text: string) =>
    text.replace(/^-XX:\+?(UseParNewGC|UseConcMarkSweepGC|CMS|UseCMS)/gm, '#$&');
  const files = Object.entries(shipped).map(([name, text]) => [
    name,
    name.endsWith('.options') ? withoutCms(text) : text,
  ]);
  const conf = Object.fromEntries(files) as Record<string, string>;
  const yaml = readFileSync(new URL(`../../golden/config/hops/${line}.yaml`, import.meta.url), 'utf8');
  return { ...conf, 'cassandra.yaml': yaml, [general]: `${conf[general]}${own}` };
}

const lines: readonly string[] = Object.keys(layoutOf);
const hops = releaseLines
  .filter((from) => lines.includes(from))
  .flatMap((from) => hopsBetween[from].map((to) => [from as ReleaseLine, to as ReleaseLine] as const));

const javaOf = { '3.11': 8, '4.0': 11, '4.1': 11, '5.0': 17, '6.0': 21 } as const;

test.each(hops)(
  'the options of the JVM and the scripts of %s become those of %s as the golden diff says',
  async (from, to) => {
    const conf = operatorsOf(from);
    const { files, changes, refused, notes } = migrateConfiguration({
      ...{ conf, from, to },
      folder: {
        shipped: shippedBy(to),
        shippedBefore: shippedBy(from),
        java: javaOf[to],
        javaBefore: javaOf[from],
      },
    });
    const said = [
      ...Object.entries(files)
        .filter(([name]) => name !== 'cassandra.yaml' && shippedBy(to)[name] !== files[name])
        .map(([name, text]) =>
          createTwoFilesPatch(
            `${to} as shipped/${name}`,
            `merged/${name}`,
            shippedBy(to)[name] ?? '',
            text,
            '',
            '',
            { context: 0 },
          ),
        ),
      ...changes.filter(({ file }) => file !== 'cassandra.yaml').map(({ says }) => says),
      ...notes
        .filter(({ file }) => file !== 'cassandra.yaml')
        .map(({ file, key, why }) => `to know: ${file}: ${key}: ${why}`),
    ];
    expect(refused).toEqual([]);
    await expect(`${said.join('\n')}\n`).toMatchFileSnapshot(
      `../../golden/config/folders/${from}-to-${to}.txt`,
    );
  },
);
