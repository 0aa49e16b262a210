import { isDse } from '../cassandra/dse-release.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { CompactionView, NodeObservation } from '../observation.ts';
import { millis, sayMillis } from '../spec/duration.ts';
import { mixedSchema as mixedSchemaSettings } from '../spec/sections/gate-settings.ts';
import type { Spec } from '../spec/spec.ts';
import type { Verdict } from '../verdict.ts';
import type { NodeGateInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { type Others, othersOf } from './others-of.ts';
import { count, sayList, sayNode } from './say.ts';

const name = 'mixedSchema';

type Settings = NonNullable<Spec['gates']['mixedSchema']>;

/** What stands of it now. */
interface Mixed {
  /** Distinct schema versions of the other nodes. */
  readonly versions: readonly string[];
  /** When the first node of the target that runs now was started; null: none does. ISO 8601. */
  readonly since: string | null;
  readonly millis: number;
  /** Nodes that compact system tables, or have them pending, with how many. */
  readonly compacting: readonly { readonly who: string; readonly tables: number }[];
}

/** The hops whose runbook warns of it, within DSE and out of it; any other one where the file says how. */
export function guardsMixedSchema({ spec, plan }: Pick<NodeGateInput, 'spec' | 'plan'>): boolean {
  // A way back ends it, and may be why somebody goes back.
  if (plan.leaving !== undefined) return false;
  const releases = [plan.to, ...plan.nodes.map(({ release }) => release)];
  return spec.gates.mixedSchema !== undefined || releases.some(isDse);
}

/**
 * For how long two schema versions stand while two releases run, and whether nodes compact their system tables meanwhile, more
 * than the file allows (`gates.mixedSchema`). Waiting makes it no better: it ends when all nodes run one release. So by default
 * it is told and gone on with; `onBusy` makes the compactions, not the time, a reason to hold or to ask.
 *
 * @source seed 003, "Upgrade to DSE 5.1.4": nodes of 5.1 compacted their system keyspace without end beside those of 5.0, which
 *   had another schema version, until the roll was hurried to its end; read, not tried
 */
export function mixedSchema(input: NodeGateInput): Verdict {
  const { others, mixed, settings } = look(input);
  const busy = mixed.compacting.filter(({ tables }) => tables > settings.systemCompactions);
  const stands = mixed.versions.length > 1;
  const holds = stands && settings.onBusy !== 'hurry';
  return judge('mixedSchema', {
    seen: [
      ...others.alone,
      ...(stands ? [sayStands(mixed), ...adviceOf(mixed, settings)] : sayOne(mixed, others.nodes)),
      ...sayCompactions(mixed, others.nodes),
    ],
    against: [...others.unknown, ...startsUnknown(input, others.nodes), ...(holds ? busy.map(tooBusy) : [])],
    standsFor: ['S3-8'],
  });
}

/** What people are told even though the gate is open: hurry. Empty: there is no need to. */
export function warnOfMixedSchema(input: NodeGateInput): string[] {
  const { mixed, settings } = look(input);
  if (mixed.versions.length < 2) return [];
  return adviceOf(mixed, settings).map((advice) => `${sayStands(mixed)}: ${advice}`);
}

/** What a person is asked about at once: system tables are compacted without end, and the file says to stop then. */
export function mixedSchemaStops({ gates }: Pick<Spec, 'gates'>, verdicts: readonly Verdict[]): boolean {
  if (gates.mixedSchema?.onBusy !== 'stop') return false;
  return verdicts.some(({ gate, open }) => gate === name && !open);
}

function look(input: NodeGateInput): { others: Others; mixed: Mixed; settings: Settings } {
  const others = othersOf(input, ['version', 'cluster', 'compactions', 'host']);
  const { nodes, places } = others;
  const own = new Set(places.map(({ node }) => node));
  const versions = nodes
    .flatMap(({ cluster }) => cluster?.schemaVersions ?? [])
    .filter((each) => each.nodes.some((node) => own.has(node)))
    .map(({ version }) => version);
  const started = nodes
    .filter((seen) => runsTarget(input, seen))
    .flatMap(({ host }) => host?.processStartedAt ?? [])
    .toSorted();
  const since = started[0] ?? null;
  const now = nodes
    .map(({ at }) => at)
    .toSorted()
    .at(-1);
  return {
    others,
    settings: input.spec.gates.mixedSchema ?? mixedSchemaSettings.parse({}),
    mixed: {
      versions: [...new Set(versions)].toSorted(),
      since,
      millis: since === null || now === undefined ? 0 : Math.max(0, Date.parse(now) - Date.parse(since)),
      compacting: nodes.flatMap((seen) => {
        const tables = systemTablesOf(seen.compactions);
        return tables > 0 ? [{ who: sayNode(seen), tables }] : [];
      }),
    },
  };
}

function runsTarget({ plan }: NodeGateInput, { version }: NodeObservation): boolean {
  return version !== null && sameRelease(version.release, plan.to);
}

/** Compactions of system tables at work, and those that nodetool says are pending (3.11 and later tell of which tables). */
function systemTablesOf(compactions: CompactionView | null): number {
  const isSystem = (keyspace: string) => /^(system|system_schema|dse_system)$/.test(keyspace);
  const running = (compactions?.running ?? []).filter(
    ({ keyspace, type }) => type === 'Compaction' && isSystem(keyspace ?? ''),
  );
  const pending = Object.entries(compactions?.perTable ?? {}).filter(([table]) =>
    isSystem(table.split('.')[0] ?? ''),
  );
  return running.length + pending.reduce((sum, [, number]) => sum + number, 0);
}

function startsUnknown(input: NodeGateInput, nodes: readonly NodeObservation[]): Objection[] {
  return nodes
    .filter((seen) => runsTarget(input, seen) && seen.host !== null && seen.host.processStartedAt === null)
    .map((seen) => ({
      found: `${sayNode(seen)}: since when its process runs is not known`,
      remedy: `See that Cassandra runs on ${sayNode(seen)}, then look again.`,
    }));
}

function sayOne({ versions }: Mixed, nodes: readonly NodeObservation[]): string[] {
  return nodes.length === 0
    ? []
    : [`${versions.join() || 'no schema version'} on ${count(nodes.length, 'node')}`];
}

function sayStands({ versions, since, millis: stood }: Mixed): string {
  const how = since === null ? '' : `, since ${since} or before: ${sayMillis(stood)}`;
  return `${count(versions.length, 'schema version')} stand side by side (${sayList(versions)})${how}`;
}

function sayCompactions({ compacting }: Mixed, nodes: readonly NodeObservation[]): string[] {
  if (nodes.length === 0) return [];
  if (compacting.length === 0) return [`no node of ${nodes.length} compacts system tables`];
  return compacting.map(
    ({ who, tables }) => `${who}: ${count(tables, 'compaction')} of system tables at work or pending`,
  );
}

function adviceOf(mixed: Mixed, { warnAfter, systemCompactions }: Settings): string[] {
  const busy = mixed.compacting.filter(({ tables }) => tables > systemCompactions);
  const isLong = mixed.since !== null && mixed.millis > millis(warnAfter);
  return [
    ...(isLong
      ? [
          `longer than gates.mixedSchema.warnAfter (${warnAfter}): hurry, it ends when all nodes run one release`,
        ]
      : []),
    ...(busy.length > 0
      ? [
          `${sayList(busy.map(({ who }) => who))} compact system tables without end: hurry the roll (shorter soak, wider windows, gates.service.onSlow: hurry)`,
        ]
      : []),
  ];
}

function tooBusy({ who, tables }: Mixed['compacting'][number]): Objection {
  return {
    found: `${who}: ${count(tables, 'compaction')} of system tables at work or pending, while two schema versions stand`,
    remedy: `Look at \`nodetool compactionstats\` and \`nodetool describecluster\` on ${who}. It passes when all nodes run one release: gates.mixedSchema.onBusy: hurry goes on.`,
  };
}
