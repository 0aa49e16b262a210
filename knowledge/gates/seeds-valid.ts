import { yamlValueOf } from '../cassandra/yaml-settings.ts';
import type { NodeObservation } from '../observation.ts';
import { seedsOf } from '../procedures/place-of.ts';
import type { Spec } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import type { Judged, Objection } from './judge.ts';
import { judge } from './judge.ts';
import { looked } from './looked.ts';
import { sayHowMany, sayList, sayNode } from './say.ts';

/**
 * Seeds in every cassandra.yaml are members that this very node sees up: it reaches them over the port that gossip goes
 * by. A host name under which no node is known can not be placed from here: it is told, and one other seed at least must
 * be a member that is up.
 *
 * @source seed 001, "Confirm Seed Node Configuration"; locator/SimpleSeedProvider.java
 */
export function seedsValid({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['ring']);
  const known = namesOf(spec, inventory.nodes);
  const judged = nodes.map((seen) => judgeSeeds(seen, known, inventory.down ?? []));
  return judge('seedsValid', {
    seen: sayHowMany(judged.flatMap(({ seen }) => seen)),
    against: [...unknown, ...judged.flatMap(({ against }) => against)],
    standsFor: ['S1-23'],
  });
}

function judgeSeeds(
  seen: NodeObservation,
  known: ReadonlyMap<string, string>,
  allowedDown: readonly string[],
): Judged {
  const who = sayNode(seen);
  const remedy = `Correct the seeds in cassandra.yaml of ${who}: two or three members of each data center, the same on all nodes. It counts from its next start on.`;
  const seeds = seedsOf(seen).filter((seed) => seed !== '');
  if (seeds.length === 0) return { seen: [], against: [{ found: `${who}: no seeds could be read`, remedy }] };
  const placed = seeds.flatMap((seed) => known.get(seed) ?? []);
  const strange = seeds.filter((seed) => !known.has(seed));
  const gone = strange.filter(isAddress);
  const up = placed.filter((node) => stateOf(seen, node) === 'UN');
  const down = placed.filter((node) => !up.includes(node) && !allowedDown.includes(node));
  const against: Objection[] = [
    ...gone.map((seed) => ({ found: `${who}: its seed ${seed} is no member of the ring`, remedy })),
    ...down.map((node) => ({
      found: `${who}: its seed ${node} is ${stateOf(seen, node) ?? 'unseen'} in its eyes, not UN`,
      remedy: `Bring ${node} up, or take it out of the seeds.`,
    })),
    ...(up.length === 0 && gone.length + down.length === 0
      ? [
          {
            found: `${who}: none of its seeds, ${sayList(seeds)}, is known to be a member that is up`,
            remedy,
          },
        ]
      : []),
  ];
  const names = strange.filter((seed) => !isAddress(seed));
  const rest = names.length > 0 ? `; ${sayList(names)} could not be placed: look where it leads` : '';
  const left = placed.filter((node) => allowedDown.includes(node) && !up.includes(node));
  const stay = left.length > 0 ? `; ${sayList(left)} stays down: take it out of the seeds` : '';
  return { seen: [`seeds ${sayList(up)} are members and up${stay}${rest}`], against };
}

function stateOf({ ring }: NodeObservation, node: string): string | null {
  return ring?.nodes.find(({ address }) => address === node)?.state ?? null;
}

/** Every address and name under which a member is known. */
function namesOf(spec: Spec, nodes: readonly NodeObservation[]): ReadonlyMap<string, string> {
  const members = nodes
    .flatMap(({ ring }) => ring?.nodes ?? [])
    .map(({ address }) => [address, address] as const);
  const told = nodes.flatMap((seen) => {
    const yaml = seen.host?.configuration['cassandra.yaml'] ?? '';
    const entry = spec.nodes.find((each) => (each.broadcastAddress ?? each.address) === seen.node);
    const listens = ['listen_address', 'broadcast_address'].map((key) => yamlValueOf(yaml, key));
    return [seen.name, seen.host?.hostName, entry?.address, entry?.name, ...listens].flatMap((name) =>
      name ? [[name, seen.node] as const] : [],
    );
  });
  return new Map([...told, ...members]);
}

function isAddress(seed: string): boolean {
  return /^\d+(\.\d+){3}$/.test(seed) || seed.includes(':');
}
