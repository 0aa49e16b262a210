/** What each way of installing needs, and what has no meaning in it. */
import type { Refuse } from './refuse-contradictions.ts';
import type { InstallMethod } from './spec.ts';

export type { InstallMethod } from './spec.ts';

/** Where a release comes from, as it is written, perhaps wrongly. */
export interface Given {
  readonly file?: unknown;
  readonly url?: unknown;
  readonly version?: unknown;
  readonly sha256?: unknown;
  readonly also?: unknown;
}

interface GivenInstall extends Given {
  readonly method?: unknown;
  readonly package?: unknown;
  readonly former?: unknown;
  readonly commands?: unknown;
  readonly home?: unknown;
  readonly carryData?: unknown;
}

interface Whole {
  readonly install?: unknown;
  readonly nodes?: unknown;
  readonly dataCenters?: unknown;
}

type Path = (string | number)[];

/** @returns the way of installing, for what is judged besides */
export function refuseInstall(whole: Whole, refuse: Refuse): InstallMethod {
  const given = asMapping(whole.install);
  const method = methodOf(given);
  if (given === undefined) return method;
  refuseSource(method, given, ['install'], refuse);
  const isPackage = method === 'deb' || method === 'rpm';
  if (!isPackage) refuseKeys(given, ['package', 'former'], method, refuse);
  if (method !== 'tarball') refuseKeys(given, ['carryData'], method, refuse);
  refuseSources(given.former, ['install', 'former'], refuse);
  if (method === 'commands' && !given.commands) refuse(['install', 'commands'], '"commands" is needed');
  if (method !== 'commands') refuseKeys(given, ['commands'], method, refuse);
  if (!isPackage && !given.home) refuse(['install', 'home'], '"home" is needed: where the installation lies');
  for (const { path, own } of overridesOf(whole)) {
    if (own.method !== undefined && own.method !== method)
      refuse([...path, 'method'], `another way than install.method (${method}): one is for all nodes`);
  }
  return method;
}

/** A file, an address or a version of a repository, as the method has it. */
export function refuseSource(method: InstallMethod, given: Given, path: Path, refuse: Refuse): void {
  const { file, url, version, sha256 } = given;
  if (method === 'commands') {
    refuseKeys(given, ['file', 'url', 'version', 'sha256', 'also'], method, refuse, path);
    return;
  }
  const isPackage = method !== 'tarball';
  if (!isPackage) refuseKeys(given, ['version', 'also'], method, refuse, path);
  const ways = isPackage ? [file, url, version] : [file, url];
  if (ways.filter(Boolean).length !== 1) {
    const names = isPackage ? '"file", "url" and "version"' : '"file" and "url"';
    refuse(path, `exactly one of ${names} is needed`);
  }
  if ((file || url) && sha256 === undefined) {
    refuse([...path, 'sha256'], '"sha256" is needed: the digest of the file, 64 lower-case hex digits');
  }
  if (isPackage && version && sha256 !== undefined)
    refuse([...path, 'sha256'], 'of a version in a repository its own signatures count');
  if (isPackage && version && given.also !== undefined)
    refuse([...path, 'also'], 'from a repository comes what is installed of it, at the same version');
  refuseSources(given.also, [...path, 'also'], refuse);
}

function refuseSources(list: unknown, path: Path, refuse: Refuse): void {
  if (!Array.isArray(list)) return;
  for (const [index, each] of list.entries()) {
    const { file, url } = (each ?? {}) as Given;
    if (!file === !url) refuse([...path, index], 'exactly one of "file" and "url" is needed');
  }
}

function refuseKeys(
  given: GivenInstall,
  keys: readonly (keyof GivenInstall)[],
  method: InstallMethod,
  refuse: Refuse,
  path: Path = ['install'],
): void {
  for (const key of keys)
    if (given[key] !== undefined) refuse([...path, key], `it has no meaning with method "${method}"`);
}

function methodOf(given: GivenInstall | undefined): InstallMethod {
  switch (given?.method) {
    case 'deb':
    case 'rpm':
    case 'commands':
      return given.method;
    default:
      return 'tarball';
  }
}

function overridesOf({ nodes, dataCenters }: Whole): { readonly path: Path; readonly own: GivenInstall }[] {
  const places = [
    ...(Array.isArray(nodes) ? nodes.map((node, index) => ({ path: ['nodes', index] as Path, node })) : []),
    ...Object.entries(asMapping(dataCenters) ?? {}).map(([name, node]) => ({
      path: ['dataCenters', name] as Path,
      node: node as unknown,
    })),
  ];
  return places.flatMap(({ path, node }) => {
    const own = asMapping((asMapping(node) as { readonly install?: unknown } | undefined)?.install);
    return own ? [{ path: [...path, 'install'], own }] : [];
  });
}

function asMapping(value: unknown): GivenInstall | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}
