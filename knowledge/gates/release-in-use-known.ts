import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import { sayNode } from './say.ts';
import { withSettings } from './with-settings.ts';

/** `install.home` is a symlink to a release's folder on every node: the switch of the release is a switch of that link. */
export function releaseInUseKnown({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = withSettings(spec, inventory.nodes, ['host']);
  const linked = nodes.map(({ seen, settings }) => ({
    who: sayNode(seen),
    known: seen.host !== null,
    to: seen.host?.releaseInUse ?? null,
    ...settings.install,
  }));
  return judge('releaseInUseKnown', {
    seen: linked.flatMap(({ who, home, to }) => (to === null ? [] : `${who}: ${home} points to ${to}`)),
    against: [
      ...unknown,
      ...linked
        .filter(({ known, to }) => known && to === null)
        .map(({ who, home, releases }) => ({
          found: `${who}: ${home} is no symlink to a release's folder`,
          remedy: `Make it one on ${who}, while Cassandra is drained and stopped: \`mv ${home} ${releases}/apache-cassandra-RELEASE && ln -s ${releases}/apache-cassandra-RELEASE ${home}\`; or name the symlink in use as install.home in the file.`,
        })),
    ],
    standsFor: ['S1-12'],
  });
}
