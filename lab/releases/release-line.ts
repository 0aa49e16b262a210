/** The releases that the lab can put on a machine, and what is in each line's tarball. */

export const releaseVersions = [
  '3.11.11',
  '3.11.19',
  '4.0.7',
  '4.0.19',
  '4.1.10',
  '5.0.9',
  '6.0-alpha2',
] as const;
export type ReleaseVersion = (typeof releaseVersions)[number];

export type ReleaseLine = '3.11' | '4.0' | '4.1' | '5.0' | '6.0';

export interface LineLayout {
  /** Folders of template/, later ones over earlier ones. */
  readonly layers: readonly string[];
  /** Java majors that the line runs on, lowest first. */
  readonly javas: readonly number[];
  /** Whether bin/cassandra.in.sh names them, and refuses others. @source CASSANDRA-18688 */
  readonly refusesOtherJavas: boolean;
  /** Maven artifacts of org.apache.cassandra besides cassandra-all. */
  readonly alsoNeeds: readonly string[];
}

export const layoutOf = {
  // The daemon's classes mention Thrift's, which cassandra-all 3.11 does not bring.
  '3.11': { layers: ['all', '3.11'], javas: [8], refusesOtherJavas: false, alsoNeeds: ['cassandra-thrift'] },
  '4.0': fourLayout('4.0'),
  '4.1': fourLayout('4.1'),
  '5.0': {
    layers: ['all', 'since-4.0', 'jdk11-g1', 'jdk17-g1', '5.0'],
    javas: [11, 17],
    refusesOtherJavas: true,
    alsoNeeds: [],
  },
  '6.0': {
    layers: ['all', 'since-4.0', 'jdk11-g1', 'jdk17-g1', 'jdk21-zgc', '6.0'],
    javas: [11, 17, 21],
    refusesOtherJavas: true,
    alsoNeeds: [],
  },
} as const satisfies Record<ReleaseLine, LineLayout>;

function fourLayout(line: '4.0' | '4.1') {
  const layers = ['all', 'since-4.0', 'jdk8-cms', 'jdk11-cms', line] as const;
  return { layers, javas: [8, 11], refusesOtherJavas: false, alsoNeeds: [] } as const;
}

/** `5.0.9` is of 5.0, `6.0-alpha2` of 6.0. */
export function lineOf(version: ReleaseVersion): ReleaseLine {
  const line = Object.keys(layoutOf).find((known) => version.startsWith(known));
  return line as ReleaseLine;
}

export function isReleaseVersion(version: string): version is ReleaseVersion {
  return (releaseVersions as readonly string[]).includes(version);
}
