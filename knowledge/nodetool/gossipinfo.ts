import { normalizeRelease } from '../cassandra/release-name.ts';
import type { GossipEndpoint, GossipView } from '../observation.ts';
import { LineCursor } from './line-cursor.ts';
import { nodeIdOf } from './node-id.ts';

interface State {
  readonly version: number;
  readonly value: string;
}

/**
 * Reads `nodetool gossipinfo` of 2.1 to 6.0 and DSE: what one node has heard of all, nodes that left included.
 *
 * The status is that of STATUS or STATUS_WITH_PORT, whichever was said later: 4.0 drops the former once no older
 * node is left. A stopped node keeps `shutdown` and a heartbeat of 2147483647. Releases come as `nodetool version`
 * would print them; a field that an endpoint does not say is null (4.x samples without RELEASE_VERSION exist).
 *
 * 6.0 prints the epoch as version of TOKENS, which is negative before `cms initialize`, and until then the host ids
 * of 5.0 although `status` shows new ones.
 *
 * What a cut reveals: every endpoint ends with its TOKENS line, so a cut inside an endpoint is refused. A cut
 * between two endpoints can't be told from a smaller cluster: **the caller compares the endpoints with the nodes it
 * expects**.
 *
 * @source gms/FailureDetector.java (appendEndpointState) of 4.0.19 and 6.0-alpha2; measured on 6.0-alpha2
 * @throws RingliftError UnreadableOutput, also for Scylla's, whose states carry no version
 */
export function parseGossipInfo(stdout: string): GossipView {
  const cursor = new LineCursor('gossipinfo', stdout);
  const endpoints = [readEndpoint(cursor)];
  while (!cursor.ended) endpoints.push(readEndpoint(cursor));
  return { endpoints };
}

function readEndpoint(cursor: LineCursor): GossipEndpoint {
  const [, address = ''] = cursor.demand(/^([^\s/]*\/[^\s/]+)$/, 'an endpoint (/10.0.0.1)');
  cursor.demand(/^\s+generation:\d+$/, '"generation:" and a number');
  const [, heartbeat] = cursor.demand(/^\s+heartbeat:(\d+)$/, '"heartbeat:" and a number');
  const lines = cursor.acceptAll(/^\s+(?!TOKENS:)([A-Z][A-Z0-9_]*):(-?\d+):(.*)$/);
  cursor.demand(/^\s+TOKENS:(-?\d+:<hidden>| not present)$/, 'a state (NAME:version:value) or, last, TOKENS');
  const states = new Map(
    lines.map(([, name = '', version, value = '']) => [name, { version: Number(version), value }]),
  );
  const say = (name: string, shape = /^.+$/): string | null => {
    const value = states.get(name)?.value ?? '';
    return value === '' || shape.test(value)
      ? value || null
      : cursor.refuse(`${name} as ${shape.source}`, value);
  };
  const release = say('RELEASE_VERSION');
  const netVersion = say('NET_VERSION', /^\d+$/);
  const rpcReady = say('RPC_READY', /^(true|false)$/);
  return {
    address: nodeIdOf(address),
    status: laterOf(states.get('STATUS'), states.get('STATUS_WITH_PORT'))?.value.split(',', 1)[0] || null,
    heartbeat: Number(heartbeat),
    dataCenter: say('DC'),
    rack: say('RACK'),
    release: release === null ? null : normalizeRelease(release),
    ...dseIn(states.get('DSE_GOSSIP_STATE') ?? states.get('X_11_PADDING')),
    schema: say('SCHEMA'),
    hostId: say('HOST_ID'),
    netVersion: netVersion === null ? null : Number(netVersion),
    sstableVersions: (say('SSTABLE_VERSIONS') ?? '').split(',').filter((version) => version !== ''),
    rpcReady: rpcReady === null ? null : rpcReady === 'true',
  };
}

/** @source diagnostic data of DSE 6.7 (DSE_GOSSIP_STATE); that 5.x says the same under X_11_PADDING was read, not seen */
function dseIn(state: State | undefined): Pick<GossipEndpoint, 'dse' | 'workload'> {
  const version = /"dse_version":"(\d+\.\d+\.\d+)"/.exec(state?.value ?? '')?.[1];
  const workload = /"workload":"([^"]+)"/.exec(state?.value ?? '')?.[1];
  const graph = /"graph":true/.test(state?.value ?? '') ? 'Graph' : undefined;
  const works = [workload, graph].filter((each) => each !== undefined).join(' and ');
  return { ...(version !== undefined && { dse: version }), ...(works !== '' && { workload: works }) };
}

function laterOf(one: State | undefined, other: State | undefined): State | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.version > other.version ? one : other;
}
