/** What one part of the file says against another: each is told with its path. */
import type { z } from 'zod';
import { lineOf } from '../cassandra/release-line.ts';
import { factsOf } from '../cassandra/releases.ts';
import { plainName } from '../person-name.ts';
import { refuseRoll } from './refuse-roll.ts';
import { refuseInstall } from './refuse-install.ts';
import { refuseStops } from './refuse-stops.ts';

interface Contradictable {
  readonly notify?: { readonly command?: unknown; readonly webhook?: unknown };
  readonly actors?: unknown;
  readonly install?: unknown;
  readonly ssh?: { readonly agent?: unknown; readonly privateKeyFile?: unknown };
  readonly cql?: { readonly user?: unknown; readonly passwordEnv?: unknown; readonly passwordFile?: unknown };
  readonly jolokia?: Contradictable['cql'];
  readonly metrics?: { readonly prometheus?: { readonly url?: unknown }; readonly exporter?: unknown };
  readonly approvals?: { readonly who?: unknown; readonly required?: unknown };
  readonly nodes?: unknown;
  readonly dataCenters?: unknown;
  readonly via?: unknown;
  readonly target?: unknown;
  readonly storage?: { readonly mode?: unknown };
  readonly strategy?: unknown;
}

export type Refuse = (path: (string | number)[], message: string) => void;

export function refuseContradictions(spec: unknown, context: z.core.$RefinementCtx): void {
  const { ssh, cql, jolokia, metrics, approvals, nodes, notify, actors, via, target, storage, strategy } =
    (spec ?? {}) as Contradictable;
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path, message });
  const method = refuseInstall((spec ?? {}) as Contradictable, refuse);
  if (ssh && ssh.agent !== true && !ssh.privateKeyFile) {
    refuse(['ssh'], 'a way to log in is needed: "privateKeyFile" or "agent: true"');
  }
  if (cql?.user && !cql.passwordEnv === !cql.passwordFile) {
    refuse(['cql'], 'with "user", exactly one of "passwordEnv" and "passwordFile" is needed');
  }
  if (jolokia?.user && !jolokia.passwordEnv === !jolokia.passwordFile) {
    refuse(['jolokia'], 'with "user", exactly one of "passwordEnv" and "passwordFile" is needed');
  }
  if (metrics && !metrics.prometheus && !metrics.exporter)
    refuse(['metrics'], 'one of "prometheus" and "exporter", or both, is needed');
  if (String(metrics?.prometheus?.url ?? '').includes('@')) {
    refuse(
      ['metrics', 'prometheus', 'url'],
      'an address without a user in it is needed: "tokenEnv" names a token',
    );
  }
  const who = (Array.isArray(approvals?.who) ? approvals.who : []).map((name) => plainName(String(name)));
  const people = new Set(who).size;
  for (const [index, name] of who.entries()) {
    const earlier = who.indexOf(name);
    if (earlier < index) refuse(['approvals', 'who', index], `the same person as approvals.who[${earlier}]`);
  }
  if (people > 0 && typeof approvals?.required === 'number' && approvals.required > people) {
    refuse(['approvals', 'required'], `more approvals than people in "who" (${people})`);
  }
  if (notify && !notify.command && !notify.webhook)
    refuse(['notify'], 'one of "command" and "webhook", or both, is needed');
  if (storage?.mode !== undefined && !hasModes(target)) {
    refuse(
      ['storage', 'mode'],
      `${String(target)} knows no storage_compatibility_mode: only 5.0 and later do`,
    );
  }
  refuseUnnamedJdk((spec ?? {}) as NamesJdks, refuse);
  refuseRoll(strategy, via, refuse);
  if (Array.isArray(via)) refuseStops(via, target, method, refuse);
  if (Array.isArray(nodes)) refuseTwins('nodes', nodes, ['address', 'broadcastAddress', 'name'], refuse);
  if (Array.isArray(actors)) {
    refuseTwins('actors', actors, ['name'], refuse);
    for (const [index, actor] of actors.entries()) {
      const { user, passwordEnv, passwordFile, url } = (actor ?? {}) as NonNullable<Contradictable['cql']> & {
        readonly url?: unknown;
      };
      if (typeof url === 'string' && url.includes('@')) {
        refuse(
          ['actors', index, 'url'],
          'an address without a user in it is needed: "user" and "passwordEnv" name one',
        );
      }
      if (user && !passwordEnv === !passwordFile) {
        refuse(['actors', index], 'with "user", exactly one of "passwordEnv" and "passwordFile" is needed');
      }
    }
  }
}

/** A target that is no release at all is told by its own rule. */
function hasModes(target: unknown): boolean {
  const line = typeof target === 'string' ? lineOf(target) : null;
  return line === null || factsOf[line].modeWhenAbsent !== null;
}

interface NamesJdks {
  readonly target?: unknown;
  readonly jdk?: { readonly setHome?: unknown };
  readonly java?: unknown;
  readonly nodes?: unknown;
  readonly dataCenters?: unknown;
}

/** Of a JDK that nobody named it would be known only below the stopped node which one is written. */
function refuseUnnamedJdk({ target, jdk, java, nodes, dataCenters }: NamesJdks, refuse: Refuse): void {
  const where = jdk?.setHome ?? 'leave';
  const line = lineOf(String(target));
  if (where === 'leave' || line === null) return;
  const places = [{ java }, ...Object.values(nodes ?? {}), ...Object.values(dataCenters ?? {})] as unknown[];
  const isNamed = places.some((place) => {
    const named = ((place ?? {}) as NamesJdks).java;
    return typeof named === 'object' && named !== null && line in named;
  });
  if (!isNamed)
    refuse(
      ['jdk', 'setHome'],
      `"${String(where)}" needs the home of a JDK for ${line} in "java" to write there`,
    );
}

/** What names one thing names no other: settings of a twin would be lost in silence. */
function refuseTwins(
  list: string,
  entries: readonly unknown[],
  keys: readonly string[],
  refuse: Refuse,
): void {
  for (const key of keys) {
    const seen = new Map<unknown, number>();
    for (const [index, entry] of entries.entries()) {
      const value = ((entry ?? {}) as Record<string, unknown>)[key];
      if (typeof value !== 'string') continue;
      const earlier = seen.get(value);
      if (earlier !== undefined) refuse([list, index, key], `the same ${key} as ${list}[${earlier}]`);
      seen.set(value, index);
    }
  }
}
