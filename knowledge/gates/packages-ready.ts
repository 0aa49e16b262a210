import { releaseOfPackage } from '../cassandra/release-of-package.ts';
import { sameRelease } from '../cassandra/release-name.ts';
import type { PackageVersion, PackageView } from '../host-view.ts';
import type { NodeSettings } from '../spec/node-settings.ts';
import type { Release } from '../topology.ts';
import type { Verdict } from '../verdict.ts';
import { type Objection, judge } from './judge.ts';
import { sayHowMany } from './say.ts';

export interface NodePackages {
  /** How people call the node. */
  readonly who: string;
  readonly settings: Pick<NodeSettings, 'install' | 'ssh'>;
  /** It runs the target already: what it came from is no matter any more. */
  readonly isDone: boolean;
  /** Null: it could not be asked, and why. */
  readonly view: PackageView | null;
  readonly problem?: string;
}

/**
 * Every node has the tools and the rights to change its packages, whole ones are installed, the target's version and
 * the one that is left can be had, and nothing else would be changed by it.
 *
 * @source measured: dpkg without --force-confold leaves a package half installed, and postinst starts the service;
 *   apache/cassandra debian/control (cassandra-tools depends on the very version)
 */
export function packagesReady(target: Release, nodes: readonly NodePackages[]): Verdict {
  return judge('packagesReady', {
    seen: sayHowMany(nodes.flatMap(({ view }) => (view ? view.installed.map(sayInstalled) : []))),
    against: nodes.flatMap((node) => (node.view ? objectionsTo(target, node, node.view) : [silent(node)])),
    standsFor: ['S1-12', 'S1-R3'],
  });
}

function sayInstalled({ name, version, isHeld }: PackageView['installed'][number]): string {
  return `${name} ${version} is installed${isHeld ? ', and held: it is held again afterwards' : ''}`;
}

function silent({ who, problem }: NodePackages): Objection {
  return {
    found: `${who}: its packages could not be looked at: ${problem ?? 'no answer'}`,
    remedy: `Mend what keeps ${who} from answering, then look again.`,
  };
}

function objectionsTo(target: Release, node: NodePackages, view: PackageView): Objection[] {
  const { who, settings } = node;
  const name = settings.install.package ?? 'cassandra';
  const own = view.installed.find((each) => each.name === name);
  return [
    ...view.missingTools.map((tool) => ({
      found: `${who}: there is no ${tool}`,
      remedy: `Install ${tool} on ${who}, or choose another install.method.`,
    })),
    ...(view.isRoot ? [] : [noRights(who)]),
    ...(own ? [] : [notInstalled(who, name)]),
    ...view.installed.filter(({ isWhole }) => !isWhole).map((half) => notWhole(who, settings, half)),
    ...view.broken
      .filter((each) => !view.installed.some((mine) => mine.name === each))
      .map((each) => ({
        found: `${who}: the package ${each} is half installed`,
        remedy: `Finish it on ${who}: \`dpkg --configure ${each}\`.`,
      })),
    ...(node.isDone ? [] : [...noTarget(target, node, view), ...noWayBack(node, view, own?.version ?? null)]),
  ];
}

function noRights(who: string): Objection {
  return {
    found: `${who}: the login may not change packages`,
    remedy: `Let ssh.user become root by sudo on ${who} (ssh.sudo: true), or log in as root.`,
  };
}

function notInstalled(who: string, name: string): Objection {
  return {
    found: `${who}: no package ${name} is installed`,
    remedy: `Name the package that holds Cassandra on ${who} as install.package, or choose the install.method by which it came there.`,
  };
}

function notWhole(
  who: string,
  { install }: NodePackages['settings'],
  { name, version }: PackageView['installed'][number],
): Objection {
  const finish = install.method === 'deb' ? `dpkg --configure ${name}` : `rpm -U --replacepkgs`;
  return {
    found: `${who}: ${name} ${version} is half installed`,
    remedy: `Finish it on ${who} while its Cassandra is watched: \`${finish}\`.`,
  };
}

/** Of a pinned version the repository tells; a file is tried on the node before it is stopped. */
function noTarget(target: Release, { who, settings }: NodePackages, view: PackageView): Objection[] {
  const { version, also = [] } = settings.install;
  const name = settings.install.package ?? 'cassandra';
  const others = view.installed.filter((each) => each.name !== name);
  if (version === undefined) {
    const named = also.map(({ file = '', url = '' }) => `${file}${url}`.replace(/^.*\//, ''));
    return others
      .filter((each) => !named.some((given) => given.startsWith(each.name)))
      .map((each) => ({
        found: `${who}: ${each.name} ${each.version} is installed too, and install.also names no package of it`,
        remedy: `Name the package ${each.name} of ${target} in install.also, or remove it from ${who}.`,
      }));
  }
  const release = releaseOfPackage(version);
  const isTarget = release !== null && sameRelease(release, target);
  return [
    ...(isTarget
      ? []
      : [
          {
            found: `install.version ${version} is of ${release ?? 'no release that is known'}, not of ${target}`,
            remedy: 'Correct install.version or target in the file.',
          },
        ]),
    ...[name, ...others.map((each) => each.name)]
      .filter((each) => !has(view.available, each, version) && !has(view.kept, each, version))
      .map((each) => ({
        found: `${who}: none of its repositories has ${each} ${version}`,
        remedy: `Set the repository up on ${who} and refresh its lists (\`apt-get update\`, \`dnf makecache\`), or give the package as install.file.`,
      })),
    ...(view.changes === null
      ? [
          {
            found: `${who}: the package tool can't say what it would do: ${view.said || 'nothing was said'}`,
            remedy: `Mend the packages of ${who} until \`apt-get -s install ${name}=${version}\` ends well.`,
          },
        ]
      : view.changes.map((change) => ({
          found: `${who}: the package tool would change another package too: ${change}`,
          remedy: `Do that on ${who} before, on its own: nothing else is changed while a node is stopped.`,
        }))),
  ];
}

function noWayBack({ who, settings }: NodePackages, view: PackageView, version: string | null): Objection[] {
  if (version === null || (settings.install.former ?? []).length > 0) return [];
  return view.installed
    .filter((each) => each.version === version || each.name !== (settings.install.package ?? 'cassandra'))
    .filter((each) => !has([...view.available, ...view.kept], each.name, each.version))
    .map((each) => ({
      found: `${who}: neither a repository nor a cache has ${each.name} ${each.version} any more, which the way back needs`,
      remedy: `Name the packages of the release that is left as install.former in the file (file, sha256).`,
    }));
}

function has(list: readonly PackageVersion[], name: string, version: string): boolean {
  return list.some((each) => each.name === name && each.version === version);
}
