import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import { sayNode } from './say.ts';
import { withSettings } from './with-settings.ts';

/**
 * Which release is in use is told by `install.home` on every node: a symlink to a release's folder, which is switched; of
 * packages and own commands the jar of one release in that folder, or in its lib.
 */
export function releaseInUseKnown({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = withSettings(spec, inventory.nodes, ['host']);
  const linked = nodes.map(({ seen, settings }) => ({
    who: sayNode(seen),
    known: seen.host !== null,
    to: seen.host?.releaseInUse ?? null,
    ...settings.install,
  }));
  return judge('releaseInUseKnown', {
    seen: linked.flatMap(({ who, home, to, method }) =>
      to === null ? [] : `${who}: ${home} ${method === 'tarball' ? 'points to' : 'holds'} ${to}`,
    ),
    against: [
      ...unknown,
      ...linked
        .filter(({ known, to }) => known && to === null)
        .map(({ who, home, releases, method }) =>
          method !== 'tarball'
            ? noJar(who, home)
            : {
                found: `${who}: ${home} is no symlink to a release's folder`,
                remedy: `Make it one on ${who}, while Cassandra is drained and stopped: \`mv ${home} ${releases}/apache-cassandra-RELEASE && ln -s ${releases}/apache-cassandra-RELEASE ${home}\`; or name the symlink in use as install.home in the file.`,
              },
        ),
    ],
    standsFor: ['S1-12'],
  });
}

function noJar(who: string, home: string) {
  return {
    found: `${who}: ${home} does not hold the jar of one release (apache-cassandra-RELEASE.jar, there or in lib)`,
    remedy: `Name the folder with that jar as install.home in the file; where a package is half installed on ${who}, finish it.`,
  };
}
