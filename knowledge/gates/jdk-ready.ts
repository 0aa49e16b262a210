import { type JdksWanted, jdksOf } from '../cassandra/jdks-of.ts';
import type { JdkView } from '../host-view.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Objection } from './judge.ts';
import { sayHowMany, sayNode } from './say.ts';
import { withSettings } from './with-settings.ts';
import type { SettledNode } from './with-settings.ts';

interface Wanted extends JdksWanted {
  /** The file names a command that installs one. */
  readonly isInstalled: boolean;
}

/**
 * Each node has a JDK that the target runs on, and it is the one that its service will use: the one that the file names
 * for the target's line, or, where it names none, the one that Cassandra runs on now.
 *
 * @source bin/cassandra.in.sh of each line; 6.0 accepts 11, 17 and 21 (CASSANDRA-18688), not 21 alone as seed 001 has it
 */
export function jdkReady({ spec, inventory }: PreflightInput): Verdict {
  const jdks = jdksOf(spec.target);
  const standsFor = ['S1-5'];
  if (jdks === null) {
    const found = `which JDK ${spec.target} needs is not known`;
    const remedy = 'Set target to a release of a line that is known here.';
    return judge('jdkReady', { seen: [], against: [{ found, remedy }], standsFor });
  }
  const wanted: Wanted = { ...jdks, isInstalled: spec.jdk?.install !== undefined };
  const { nodes, unknown } = withSettings(spec, inventory.nodes, ['host']);
  const judged = nodes.map((node) => judgeJdk(node, wanted));
  return judge('jdkReady', {
    seen: [
      ...(nodes.length > 0 ? [`${spec.target} runs on JDK ${wanted.majors.join(', ')}`] : []),
      ...sayHowMany(judged.flatMap(({ seen }) => seen ?? [])),
    ],
    against: [...unknown, ...judged.flatMap(({ against }) => against ?? [])],
    standsFor,
  });
}

interface Judged {
  readonly seen: string | null;
  readonly against: Objection | null;
}

function judgeJdk(node: SettledNode, wanted: Wanted): Judged {
  const { host } = node.seen;
  if (!host) return { seen: null, against: null };
  const named = node.settings.java[wanted.line];
  return named === undefined
    ? judgeInUse(node, wanted, host.processJavaHome, host.jdks)
    : judgeNamed(node, wanted, named, host.jdks);
}

function judgeNamed({ seen }: SettledNode, wanted: Wanted, home: string, jdks: readonly JdkView[]): Judged {
  const who = sayNode(seen);
  const found = jdkAt(jdks, home);
  if (!found && wanted.isInstalled) {
    return { seen: `java["${wanted.line}"] is ${home}, which jdk.install brings`, against: null };
  }
  if (!found) {
    return refuse(
      `${who}: java["${wanted.line}"] is ${home}, and no JDK was found there (found: ${sayAll(jdks)})`,
      `Install a JDK at ${home} on ${who} (${packages(wanted)}), or correct java["${wanted.line}"] in the file.`,
    );
  }
  if (!wanted.majors.includes(found.major)) {
    return refuse(
      `${who}: java["${wanted.line}"] is ${sayJdk(found)}, which ${wanted.line} does not run on`,
      `Name a JDK of ${wanted.majors.join(' or ')} as java["${wanted.line}"] in the file; install one where there is none (${packages(wanted)}).`,
    );
  }
  return { seen: `java["${wanted.line}"] is ${sayJdk(found)}`, against: null };
}

/** The file names none, so the service's own choice stays: only what it runs on now tells what that is. */
function judgeInUse(
  { seen }: SettledNode,
  wanted: Wanted,
  home: string | null,
  jdks: readonly JdkView[],
): Judged {
  const who = sayNode(seen);
  const inUse = home === null ? undefined : jdkAt(jdks, home);
  if (inUse && wanted.majors.includes(inUse.major)) {
    return { seen: `Cassandra runs on ${sayJdk(inUse)}, and the file names no other`, against: null };
  }
  const fit = jdks.filter(({ major }) => wanted.majors.includes(major));
  const now = inUse ? sayJdk(inUse) : (home ?? 'an unknown JDK');
  const best = fit.toSorted((one, other) => other.major - one.major)[0];
  return refuse(
    `${who}: Cassandra runs on ${now}, ${wanted.line} runs on JDK ${wanted.majors.join(', ')}, and the file names none for it (found: ${sayAll(jdks)})`,
    best
      ? `Name it in the file: java: {"${wanted.line}": "${best.home}"}.`
      : `Install a JDK on ${who} (${packages(wanted)}), and name its home as java["${wanted.line}"] in the file.`,
  );
}

function jdkAt(jdks: readonly JdkView[], home: string): JdkView | undefined {
  const wanted = home.replace(/\/+$/, '');
  return jdks.find((jdk) => jdk.home.replace(/\/+$/, '') === wanted);
}

function refuse(found: string, remedy: string): Judged {
  return { seen: null, against: { found, remedy } };
}

function sayJdk({ home, major, version }: JdkView): string {
  return `JDK ${major} (${version}) in ${home}`;
}

function sayAll(jdks: readonly JdkView[]): string {
  return jdks.map(({ home, major }) => `${major} in ${home}`).join(', ') || 'none';
}

/** The youngest that is accepted, under the names that distributions give it. */
function packages({ majors }: Wanted): string {
  const major = majors.at(-1) ?? 17;
  const fedora = major === 8 ? 'java-1.8.0-openjdk-headless' : `java-${major}-openjdk-headless`;
  return `Debian: openjdk-${major}-jre-headless; RHEL: ${fedora}`;
}
