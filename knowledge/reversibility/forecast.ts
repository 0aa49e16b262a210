import { isBefore, lineOf } from '../cassandra/release-line.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import { type StorageMode, factsOf, storageModes } from '../cassandra/releases.ts';
import { type WayBack, wayBack } from '../cassandra/way-back.ts';
import type { Plan } from '../plan.ts';

/** What going back would cost, had the roll been made in these storage modes. */
export interface Forecast {
  /** Empty: the target has no modes. */
  readonly modes: readonly StorageMode[];
  /** Null: these modes are not open to a cluster that ran in what this one ran in. */
  readonly way: WayBack | null;
  /** The plan's own mode is among them. */
  readonly planned: boolean;
}

const dearest: readonly WayBack[] = ['restore point', 'binaries and system_schema', 'change of binaries'];

/**
 * Before anything is done: what each mode of the roll would make of the way back, the plan's own first. Empty where
 * every node is on the target already, or stays on its release line.
 */
export function forecastWaysBack({
  nodes,
  to,
  storageMode,
}: Pick<Plan, 'nodes' | 'to' | 'storageMode'>): Forecast[] {
  const target = lineOf(to);
  const leaving = [...new Set(nodes.map(({ release }) => release))].filter(
    (release) => !sameRelease(release, to) && lineOf(release) !== target,
  );
  if (!target || leaving.length === 0) return [];
  const worst = (mode: StorageMode | null) =>
    dearest.find((way) => leaving.some((from) => wayBack(from, to, mode) === way)) ?? 'restore point';
  if (storageMode === null) return [{ modes: [], way: worst(null), planned: true }];
  // A node that ran in NONE or UPGRADING must not be put back to CASSANDRA_4 (storage-mode.ts).
  const isOpen = (mode: StorageMode) => mode !== 'CASSANDRA_4' || storageMode === 'CASSANDRA_4';
  const others = storageModes.filter((mode) => factsOf[target].writes[mode] && mode !== storageMode);
  const groups = new Map<WayBack | null, StorageMode[]>();
  for (const mode of others) {
    const way = isOpen(mode) ? worst(mode) : null;
    groups.set(way, [...(groups.get(way) ?? []), mode]);
  }
  return [
    { modes: [storageMode], way: worst(storageMode), planned: true },
    ...[...groups].map(([way, modes]): Forecast => ({ modes, way, planned: false })),
  ];
}

/** A line each, for people who have to choose. */
export function sayForecast(forecasts: readonly Forecast[], { to }: Pick<Plan, 'to'>): string[] {
  if (forecasts.length === 0) return [];
  const door = hasDoor(to) ? ', until the cluster metadata service is initialized' : '';
  const rows = forecasts.map(({ modes, way, planned }) => {
    const what = way === null ? 'not open to nodes that ran in NONE or UPGRADING' : costs[way];
    if (modes.length === 0) return what;
    const recommended = planned && way !== 'restore point' ? ', recommended' : '';
    return `${modes.join(', ')}${planned ? ` (this plan${recommended})` : ''}: ${what}`;
  });
  const by = forecasts.some(({ modes }) => modes.length > 0) ? ', by storage_compatibility_mode' : '';
  return [`Going back costs${door}${by}:`, ...rows.map((line) => `    ${line}`)];
}

/** What each way back costs, as a clause. */
export const costs: { readonly [way in WayBack]: string } = {
  'change of binaries': 'a change of binaries; nothing is lost',
  'binaries and system_schema': 'a change of binaries with system_schema put back; nothing is lost',
  'restore point':
    'the whole restore point of each node; writes since then come back only from replicas not restored, and are lost where all are',
};

function hasDoor(to: string): boolean {
  const line = lineOf(to);
  return line !== null && !isBefore(line, '6.0');
}
