import { sameRelease } from '../cassandra/release-name.ts';
import type { Release } from '../topology.ts';
import type { InstallSettings, Spec, Stop } from './spec.ts';

/** Every release that the file goes through, in order, the target last. */
export function stopsOf({ via = [], target }: Spec): Release[] {
  return [...via.map(({ release }) => release), target];
}

/**
 * The file as if it were of one hop: its target and its tarball are those of that stop, and nothing comes after it. The
 * tarball of a stop counts for every node: what a data center or a node says of its own is of the target's.
 */
export function specOfHop(spec: Spec, to: Release): Spec {
  const { via = [], ...whole } = spec;
  const stop = via.find(({ release }) => sameRelease(release, to));
  if (!stop) return whole;
  return {
    ...whole,
    // For the end of the whole way: before a further hop it would only close the way back.
    storage: undefined,
    target: stop.release,
    install: { ...withoutTarball(spec.install), ...tarballOf(stop) },
    dataCenters: Object.fromEntries(
      Object.entries(spec.dataCenters).map(([name, own]) => [name, withoutOwnTarball(own)]),
    ),
    nodes: spec.nodes.map(withoutOwnTarball),
  };
}

/** What is of one release alone. */
const ownKeys = ['file', 'url', 'version', 'sha256', 'also'] as const;
type Tarball = Pick<Stop, (typeof ownKeys)[number]>;

function tarballOf(stop: Stop): Tarball {
  const given = ownKeys.filter((key) => stop[key] !== undefined);
  return Object.fromEntries(given.map((key) => [key, stop[key]])) as Tarball;
}

function withoutOwnTarball<Own extends { readonly install?: Partial<InstallSettings> | undefined }>(
  own: Own,
): Own {
  return own.install === undefined ? own : { ...own, install: withoutTarball(own.install) };
}

function withoutTarball<Settings extends Partial<InstallSettings>>(
  settings: Settings,
): Omit<Settings, keyof Tarball> {
  const own = Object.entries(settings).filter(([key]) => !ownKeys.some((own) => own === key));
  return Object.fromEntries(own) as Omit<Settings, keyof Tarball>;
}
