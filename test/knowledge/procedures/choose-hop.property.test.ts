/** A chain is walked to its end from wherever it was left, hop by hop and never back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeHop } from '../../../knowledge/cassandra/hops.ts';
import { writtenBy } from '../../../knowledge/cassandra/older-sstables.ts';
import { chooseHop } from '../../../knowledge/procedures/choose-hop.ts';
import { planRollingUpgrade } from '../../../knowledge/procedures/rolling-upgrade.ts';
import { stopsOf } from '../../../knowledge/spec/spec-of-hop.ts';
import type { Release } from '../../../knowledge/topology.ts';
import { places } from '../gates/healthy-cluster.ts';
import { chainCluster, chainSpec } from './chain.ts';

interface Node {
  readonly release: Release;
  readonly format: string;
}

const stops = ['4.0.7', '4.1.10', '5.0.9'];
const spec = chainSpec(stops);
const all = ['3.11.11', ...stopsOf(spec)];
const formatOf = (release: Release) =>
  `big-${writtenBy(release, release.startsWith('3') ? null : modeOf(release))?.big}`;
const modeOf = (release: Release) => (/^[56]/.test(release) ? 'CASSANDRA_4' : null);

function clusterOf(nodes: readonly Node[]) {
  return chainCluster(
    nodes.map(({ release }) => release),
    nodes.map(({ format }) => ({ [format]: 3 })),
    places('dc1', nodes.length),
  );
}

// Somewhere in a hop: some nodes on its release, some rewritten, the others where they began.
const somewhere = fc.record({
  hop: fc.nat(all.length - 2),
  nodes: fc.array(fc.record({ carried: fc.boolean(), rewritten: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  }),
});

test('from any state every hop is one that is supported, the next is the same or the one after, and the last is the target', () => {
  fc.assert(
    fc.property(somewhere, ({ hop, nodes: drafts }) => {
      const [from = '', to = ''] = all.slice(hop);
      const allCarried = drafts.every(({ carried }) => carried);
      let nodes = drafts.map(({ carried, rewritten }): Node => ({
        release: carried ? to : from,
        format: carried && rewritten && allCarried ? formatOf(to) : formatOf(from),
      }));
      let before = 0;
      for (let walked = 0; ; walked += 1) {
        expect(walked).toBeLessThan(all.length);
        const inventory = clusterOf(nodes);
        const chosen = chooseHop(spec, inventory);
        if (!chosen) throw new Error('a chain has a hop');
        if (before > 0) expect([0, 1]).toContain(chosen.number - before);
        for (const { release } of nodes)
          if (release !== chosen.to) expect(judgeHop(release, chosen.to).supported).toBe(true);
        const plan = planRollingUpgrade(spec, inventory);
        expect([plan.to, plan.hop?.number]).toEqual([chosen.to, chosen.number]);
        before = chosen.number;
        nodes = nodes.map((): Node => ({ release: chosen.to, format: formatOf(chosen.to) }));
        if (chosen.number === all.length - 1) break;
      }
      expect(nodes.every(({ release }) => release === all.at(-1))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
