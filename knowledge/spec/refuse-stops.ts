import { refusedHops } from '../cassandra/hop-chain.ts';
import { familyOf } from '../cassandra/dse-release.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { Refuse } from './refuse-contradictions.ts';
import { type Given, type InstallMethod, refuseSource } from './refuse-install.ts';

interface GivenStop extends Given {
  readonly release?: unknown;
}

/**
 * What is wrong with the stops of a chain whatever the nodes run: two tarballs or none, a release of no known line, a hop
 * that nobody supports. That a release has defects is a matter of the preflight: a way back needs the same file.
 */
export function refuseStops(
  via: readonly unknown[],
  target: unknown,
  method: InstallMethod,
  refuse: Refuse,
): void {
  const stops = via.map((stop) => (stop ?? {}) as GivenStop);
  for (const [index, stop] of stops.entries()) refuseSource(method, stop, ['via', index], refuse);
  const releases = [...stops.map(({ release }) => release), target].filter(
    (each) => typeof each === 'string',
  );
  if (releases.length <= stops.length) return;
  const placeOf = (index: number) => (index < stops.length ? ['via', index, 'release'] : ['target']);
  const strange = stops.flatMap(({ release }, index) => (familyOf(String(release)) === null ? [index] : []));
  for (const index of strange)
    refuse(['via', index, 'release'], `${releases[index]} is of no release line that is known here`);
  for (const { index, from, reason, remedy } of refusedHops(releases, releases)) {
    if (strange.includes(index) || strange.includes(index + 1)) continue;
    refuse(placeOf(index + 1), `after ${from}: ${reason}. ${remedy}`);
  }
  for (const [index, release] of releases.entries()) {
    if (index > 0 && sameRelease(release, releases[index - 1] ?? ''))
      refuse(placeOf(index), `the same release as via[${index - 1}]`);
  }
}
