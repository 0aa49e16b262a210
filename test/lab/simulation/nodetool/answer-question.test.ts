import { expect, test } from 'vitest';
import { answerQuestion } from '../../../../lab/simulation/nodetool/answer-question.ts';
import { makeCluster } from '../../../../lab/simulation/model/make-cluster.ts';
import type { ClusterModel } from '../../../../lab/simulation/model/cluster-model.ts';
import { lineOf } from '../../../../knowledge/cassandra/release-line.ts';
import { type ParserName, parsers } from '../../../knowledge/nodetool/readable-outputs.ts';
import { recordings } from '../../../knowledge/nodetool/recordings.ts';

const parserOf: Readonly<Record<string, ParserName>> = {
  status: 'status',
  describecluster: 'describecluster',
  gossipinfo: 'gossipinfo',
  info: 'info',
  netstats: 'netstats',
  compactionstats: 'compactionstats',
  tpstats: 'tpstats',
  proxyhistograms: 'proxyhistograms',
  version: 'version',
  statusbinary: 'statusbinary',
  'repair_admin list': 'repair-admin-list',
  'describering shop': 'describering',
};
const cmsParserOf: Readonly<Record<string, ParserName>> = {
  'cms describe': 'cms-describe',
  'cms reconfigure --status': 'cms-reconfigure-status',
};
const releases = ['3.11.19', '4.0.19', '4.1.10', '5.0.9', '6.0-alpha2'];

/** All nodes serve a release. */
function running(release: string): ClusterModel {
  const cluster = makeCluster({ release, clusterName: 'Lab' });
  for (const node of cluster.nodes) {
    Object.assign(node, { mode: 'NORMAL', serving: true, startedAt: Date.now() - 60_000 });
    node.sstableVersions = [node.major < 4 ? 'big-me' : 'big-nb'];
    node.loadBytes = 123_456;
  }
  return cluster;
}

function ask(cluster: ClusterModel, command: string, node = cluster.nodes[0]!): string {
  const answer = answerQuestion(cluster, node, command.split(' '));
  expect(answer, command).toMatchObject({ exitCode: 0, stderr: '' });
  return answer!.stdout;
}

/** A line without its particulars: what is left is what the release prints. */
function shapesOf(text: string): Set<string> {
  const shape = (line: string) =>
    line
      .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '<id>')
      .replaceAll(/\d+\.\d+(\.\d+)?(-alpha2)?(?=:)/g, '<release>')
      .replaceAll(/\/?\d+\.\d+\.\d+\.\d+(:\d+)?/g, '<address>')
      .replaceAll(/(<address>, )+<address>/g, '<address>')
      .replaceAll(/(EndpointDetails\([^)]*\)(, )?)+/g, '<details>')
      .replaceAll(/-?(\d+(\.\d+)?|NaN)( (bytes|[KMG]iB))?%?/g, '<number>')
      .replaceAll(/dc<number>=<number>(, dc<number>=<number>)*/g, '<replicas>')
      .replaceAll(/={4,}/g, '====')
      .replaceAll(/\s+/g, ' ')
      .trimEnd();
  return new Set(text.split('\n').map(shape));
}

function recorded(release: string, command: string): string[] {
  return recordings()
    .filter((each) => each.release === release && each.command === command && each.exitCode === 0)
    .map(({ text }) => text);
}

test.each(releases)(
  'a simulated %s prints no line that a real one does not, and the parsers read it',
  (release) => {
    const cluster = running(release);
    const { 'repair_admin list': repairAdmin, ...common } = parserOf;
    const commands: Readonly<Record<string, ParserName>> = {
      ...common,
      ...(lineOf(release) === '6.0' ? cmsParserOf : {}),
      ...(lineOf(release) !== '3.11' && repairAdmin && { 'repair_admin list': repairAdmin }),
    };
    for (const [command, parser] of Object.entries(commands)) {
      const simulated = ask(cluster, command);
      const real = recorded(release, command);
      expect(real.length, `recordings of ${command}`).toBeGreaterThan(0);
      const known = new Set(real.flatMap((text) => [...shapesOf(text)]));
      expect(
        [...shapesOf(simulated)].filter((shape) => !known.has(shape)),
        command,
      ).toEqual([]);
      expect(keysOf(parsers[parser](simulated)), command).toEqual(keysOf(parsers[parser](real[0]!)));
    }
  },
);

test('3.11.19 and 4.0.19 beside each other tell of one another what real ones do', () => {
  const cluster = running('3.11.19');
  const [old, upgraded] = cluster.nodes;
  if (!old || !upgraded) throw new Error('three nodes were made');
  Object.assign(upgraded, { release: '4.0.19', sstableVersions: ['big-nb', 'big-me'] });
  for (const viewer of [old, upgraded]) {
    for (const command of ['gossipinfo', 'describecluster', 'info', 'status']) {
      const real = recordings().filter(
        ({ file }) => file.startsWith(`${viewer.release}-mixed-with-`) && file.includes(`-${command}-`),
      );
      expect(real.length, `${viewer.release} ${command}`).toBeGreaterThan(0);
      const known = new Set(real.flatMap(({ text }) => [...shapesOf(text)]));
      // Schema and places are the simulation's own, and what is printed in their number.
      const own = /^ \w+ -> Replication class|^ dc<number>|big-|^ LOAD|^UN |^Percent/;
      const strange = [...shapesOf(ask(cluster, command, viewer))].filter(
        (shape) => !known.has(shape) && !own.test(shape),
      );
      expect(strange, `${viewer.release} ${command}`).toEqual([]);
    }
  }
});

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value).toSorted() : [typeof value];
}
