import type { Path } from './problem.ts';

/** Keys whose value names a file on the worker, below the top, a data center or a node. */
const fileKeys: readonly Path[] = [
  ['ssh', 'privateKeyFile'],
  ['ssh', 'knownHostsFile'],
  ['ssh', 'bastion', 'privateKeyFile'],
  ['install', 'file'],
  ['cql', 'passwordFile'],
  ['cql', 'tls', 'caFile'],
  ['cql', 'tls', 'certFile'],
  ['cql', 'tls', 'keyFile'],
  ['approvals', 'signed', 'allowedSignersFile'],
];

/**
 * Paths of the values that name a file relative to nowhere: the files lie on the worker, which may be another machine
 * with another working folder, so only absolute ones and those below its user's home (`~/`) mean one thing.
 * @param value the file as parsed, valid or not
 */
export function relativeFiles(value: unknown): readonly Path[] {
  return [
    ...placesOfSettings(value).flatMap((place) => fileKeys.map((key) => [...place, ...key])),
    ...stopsIn(value).map((stop) => [...stop, 'file']),
    ...packagesIn(value),
  ].filter((path) => {
    const found = at(value, path);
    return typeof found === 'string' && found !== '' && !found.startsWith('/') && !found.startsWith('~/');
  });
}

export const relativeFileMessage =
  'the file is looked for on the worker, which may run elsewhere: ' +
  'write its absolute path there, or one below the home of its user ("~/...")';

/** More packages than one: `also` and `former`. */
function packagesIn(value: unknown): readonly Path[] {
  const places = [...placesOfSettings(value).map((place) => [...place, 'install']), ...stopsIn(value)];
  return places
    .flatMap((place) => [
      [...place, 'also'],
      [...place, 'former'],
    ])
    .flatMap((list) => {
      const found = at(value, list);
      return Array.isArray(found) ? found.map((_, index) => [...list, index, 'file']) : [];
    });
}

/** Each names a tarball of its own. */
function stopsIn(value: unknown): readonly Path[] {
  const via = at(value, ['via']);
  return Array.isArray(via) ? via.map((_, index) => ['via', index]) : [];
}

function placesOfSettings(value: unknown): readonly Path[] {
  const nodes = at(value, ['nodes']);
  const dataCenters = at(value, ['dataCenters']);
  return [
    [],
    ...(Array.isArray(nodes) ? nodes.map((_, index) => ['nodes', index]) : []),
    ...(isMapping(dataCenters) ? Object.keys(dataCenters).map((name) => ['dataCenters', name]) : []),
  ];
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((found, step) => (isContainer(found) ? found[step] : undefined), value);
}

function isContainer(value: unknown): value is Record<string | number, unknown> {
  return typeof value === 'object' && value !== null;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return isContainer(value) && !Array.isArray(value);
}
