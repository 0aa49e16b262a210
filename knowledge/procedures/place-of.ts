import { parse } from 'yaml';
import { RingliftError } from '../errors.ts';
import type { NodeObservation } from '../observation.ts';
import type { Spec } from '../spec/spec.ts';
import { settingsOf } from '../spec/node-settings.ts';
import type { NodePlace } from '../topology.ts';

/**
 * Where a node stands in the ring, as it says itself.
 * @throws RingliftError PreconditionChanged when it did not tell its ring
 */
export function placeOf(spec: Spec, seen: NodeObservation): NodePlace {
  const own = seen.ring?.nodes.find((member) => member.address === seen.node);
  const { dataCenter, rack } = own ?? {};
  if (dataCenter === undefined || rack === undefined) {
    throw new RingliftError('PreconditionChanged', {
      where: seen.name,
      what: 'it did not tell its data center and rack',
      expected: `a row of ${seen.node} in its own nodetool status`,
      found: seen.problems.map(({ asked, problem }) => `${asked}: ${problem}`).join('; ') || 'no such row',
      next: 'Bring the node up, or give its broadcast address as nodes[].broadcastAddress, then plan again.',
    });
  }
  const given = settingsOf(spec, seen.node, dataCenter).name;
  // The file's name wins; without one the host's own name says more than an address.
  const name = given === seen.node ? (seen.host?.hostName ?? given) : given;
  const seeds = seedsOf(seen);
  const isSeed = [seen.node, name, seen.host?.hostName].some((known) => known && seeds.includes(known));
  return { node: seen.node, name, dataCenter, rack, isSeed };
}

/** Seeds in the node's own cassandra.yaml, addresses or host names, ports kept off; empty when it can't be read. */
export function seedsOf(seen: NodeObservation): string[] {
  const text = seen.host?.configuration['cassandra.yaml'];
  if (text === undefined) return [];
  const document: unknown = parse(text, { logLevel: 'silent' });
  const provider = field(document, 'seed_provider');
  const first: unknown = Array.isArray(provider) ? provider[0] : provider;
  const parameters = field(first, 'parameters');
  const seeds = field(Array.isArray(parameters) ? parameters[0] : parameters, 'seeds');
  if (typeof seeds !== 'string') return [];
  return seeds.split(',').map((seed) =>
    seed
      .trim()
      .replace(/^\[(.*)\](:\d+)?$/, '$1')
      .replace(/^([^:]+):\d+$/, '$1'),
  );
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
