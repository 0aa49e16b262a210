import { type RingIdentity, sameTokens } from '../../knowledge/cassandra/rejoin-configuration.ts';
import { cqlAddressOf } from '../../knowledge/cassandra/yaml-settings.ts';
import { RingliftError } from '../../knowledge/errors.ts';
import type { StepOutcome } from '../../knowledge/plan.ts';
import type { NodeTask } from '../activities.ts';
import type { ActivityContext } from '../activity-context.ts';
import { type CqlRow, withCql } from '../hosts/cql-connection.ts';
import type { Host } from '../hosts/host.ts';
import { readKeptJson } from '../hosts/read-kept.ts';
import { stateFolderOf } from '../hosts/state-folder.ts';
import { hostOf } from '../observe/host-of.ts';
import { readConfiguration } from '../observe/read-configuration.ts';
import { changeHost } from './change-host.ts';
import { outcomeOf } from './outcome.ts';

const fileName = 'system-tables.json';

/** Of an earlier attempt: what it kept is the truth, and must not be lost to a node that came up as another one since. */
function expectSameAsKept(where: string, now: RingIdentity, kept: RingIdentity | null): void {
  if (kept === null || sameTokens(kept.tokens, now.tokens)) return;
  throw new RingliftError('PreconditionChanged', {
    where,
    what: 'it has other tokens than it had when this upgrade kept them first',
    expected: `the ${kept.tokens.length} tokens in ${fileName}`,
    found: `${now.tokens.length} tokens, not the same`,
    next: `Find out why. If it was moved on purpose, set ${fileName} in the state folder of the host aside, then retry; else ringlift rollback.`,
  });
}

/** As it is kept on the node: what it is, and both tables as they were, for whoever needs more of them. */
interface KeptTables extends RingIdentity {
  readonly local: readonly CqlRow[];
  readonly peers: readonly CqlRow[];
}

/**
 * Before a node leaves DSE: exports its system.local and system.peers, and sees that what will take their place is there. The
 * node runs still, and nothing of it is touched.
 * @throws RingliftError PreconditionChanged when it does not own what the plan saw; FileMissing without prepared files
 */
export async function keepIdentity(context: ActivityContext, task: NodeTask): Promise<StepOutcome> {
  const host = await hostOf(context, task);
  const { name } = host.settings;
  await seePrepared(context, task, host);
  const { local, peers } = await readTables(context, host);
  const identity = identityIn(name, local);
  const planned = task.plan.nodes.find(({ node }) => node === task.node)?.tokenCount;
  if (planned !== identity.tokens.length) {
    throw new RingliftError('PreconditionChanged', {
      where: name,
      what: 'its system.local has other tokens than its ring',
      expected: `${planned ?? 'a known number of'} tokens`,
      found: `${identity.tokens.length}`,
      next: 'Compare `nodetool info -T` with system.local on the node, then plan again.',
    });
  }
  expectSameAsKept(name, identity, await readTablesKept(context, task, host));
  const kept: KeptTables = { ...identity, local, peers };
  const { result } = await changeHost(context, task, host, 'keep-file', {
    step: 'keepIdentity',
    args: [task.plan.tag, fileName, 'anew'],
    input: `${JSON.stringify(kept)}\n`,
    timeoutMillis: 60_000,
    next: 'Look at the state folder on the host, then retry.',
  });
  const says = `${name} is host ${identity.hostId} with ${identity.tokens.length} tokens; system.local and ${peers.length} rows of system.peers are exported`;
  return outcomeOf(result, says);
}

function readTablesKept(context: ActivityContext, task: NodeTask, host: Host): Promise<KeptTables | null> {
  const file = `${stateFolderOf(host.settings, task.plan)}/${task.plan.tag}/${fileName}`;
  return readKeptJson<KeptTables>(host, file, context.signal);
}

/** @throws RingliftError FileMissing: without it nobody knows which tokens are the node's */
export async function keptIdentity(
  context: ActivityContext,
  task: NodeTask,
  host: Host,
): Promise<RingIdentity> {
  const kept = await readTablesKept(context, task, host);
  if (kept !== null) return kept;
  throw new RingliftError('FileMissing', {
    where: host.settings.name,
    what: `${fileName} is not in the state folder: the node's tokens are not known`,
    next: 'Go back by ringlift rollback: the restore point has its system tables.',
  });
}

/** The two tables of a node as it has them now. */
export async function readTables(
  context: ActivityContext,
  host: Host,
): Promise<{ readonly local: CqlRow[]; readonly peers: CqlRow[] }> {
  const { texts } = await readConfiguration(context, host, host.settings.install.conf);
  const listen = cqlAddressOf(texts['cassandra.yaml'] ?? '', host.settings.node);
  return withCql(host, { listen, signal: context.signal }, async (cql) => ({
    local: await cql.query('SELECT * FROM system.local'),
    peers: await cql.query('SELECT * FROM system.peers'),
  }));
}

/** @throws RingliftError UnreadableOutput when it is not all there */
export function identityIn(where: string, local: readonly CqlRow[]): RingIdentity {
  const [row = {}] = local;
  const { host_id: hostId, tokens, data_center: dataCenter, rack } = row;
  const isWhole =
    typeof hostId === 'string' &&
    Array.isArray(tokens) &&
    tokens.length > 0 &&
    typeof dataCenter === 'string';
  if (isWhole && typeof rack === 'string') return { hostId, tokens: tokens.map(String), dataCenter, rack };
  throw new RingliftError('UnreadableOutput', {
    where,
    what: 'its system.local does not tell what the node is in its ring',
    expected: 'host_id, tokens, data_center and rack',
    found: Object.keys(row).join(', ') || 'no row',
    next: 'Look at system.local on the node.',
  });
}

async function seePrepared(context: ActivityContext, { spec }: NodeTask, host: Host): Promise<void> {
  if (spec.dse?.systemTables !== 'prepared') return;
  const folder = spec.dse.prepared ?? '';
  const { stdout } = await host.run('look-prepared', {
    args: [folder],
    timeoutMillis: 30_000,
    signal: context.signal,
  });
  const lacking = ['local', 'peers'].filter((table) => !new RegExp(`^${table} [1-9]`, 'm').test(stdout));
  if (lacking.length === 0) return;
  throw new RingliftError('FileMissing', {
    where: host.settings.name,
    what: `${folder} holds no sstables of 3.11 for ${lacking.map((table) => `system.${table}`).join(' and ')}`,
    expected: `m?-*-big-Data.db and the files beside it, in ${folder}/local and ${folder}/peers`,
    found: stdout.trim().replaceAll('\n', ', '),
    next: 'Write them by a helper node of the target release and copy them there (docs/operations.md, "From DSE"), then retry.',
  });
}
