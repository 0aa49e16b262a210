import type { Files } from './merge-jvm-options.ts';
import { readYamlText } from './yaml-text.ts';

/** What a node is in its ring, read before it is stopped. */
export interface RingIdentity {
  readonly hostId: string;
  readonly tokens: readonly string[];
  readonly dataCenter: string;
  readonly rack: string;
}

export type Rejoin =
  | { readonly files: Files; readonly refused: null }
  | {
      readonly files: null;
      readonly refused: { readonly key: string; readonly why: string; readonly remedy: string };
    };

const begin = '# Ringlift: first start out of DSE, begin. It is removed once the node serves.';
const end = '# Ringlift: first start out of DSE, end.';

/**
 * The configuration for the first start of a node whose system.local and system.peers were taken away, at its own address:
 *
 * - `initial_token`: its own tokens. Without them 3.11 draws new ones by chance, and every row on its disks would be
 *   another node's: what the runbook does not say.
 * - `auto_bootstrap: false`: it streams nothing, since the rows are there.
 * - `cassandra.allow_unsafe_join`: without it the start finds another host id under its own address in gossip, and ends.
 *
 * @source service/StorageService.java (joinTokenRing, checkForEndpointCollision), dht/BootStrapper.java
 *   (getBootstrapTokens) and db/SystemKeyspace.java (getOrInitializeLocalHostId) of 3.11.19; seed 003
 */
export function rejoinConfiguration(files: Files, { tokens }: Pick<RingIdentity, 'tokens'>): Rejoin {
  const yaml = readYamlText(files['cassandra.yaml'] ?? '');
  const bootstraps = yaml.valueOf('auto_bootstrap');
  if (bootstraps !== null && bootstraps !== 'false') {
    const why = 'for its first start out of DSE the node must not stream';
    return refuse('auto_bootstrap', why, 'Remove auto_bootstrap from cassandra.yaml: true is its default.');
  }
  const named = yaml.valueOf('initial_token');
  if (named !== null && !sameTokens(named.split(','), tokens)) {
    const why = `it names other tokens than the ${tokens.length} that the node owns`;
    return refuse(
      'initial_token',
      why,
      'Remove initial_token from cassandra.yaml: it counts at a first start alone.',
    );
  }
  const lines = [
    ...(bootstraps === null ? ['auto_bootstrap: false'] : []),
    ...(named === null ? [`initial_token: '${tokens.join(',')}'`] : []),
  ];
  const jvm = ['-Dcassandra.allow_unsafe_join=true'];
  return {
    files: {
      ...files,
      'cassandra.yaml': withBlock(files['cassandra.yaml'] ?? '', lines),
      'jvm.options': withBlock(files['jvm.options'] ?? '', jvm),
    },
    refused: null,
  };
}

export function sameTokens(one: readonly string[], other: readonly string[]): boolean {
  const sorted = (tokens: readonly string[]) =>
    tokens
      .map((token) => token.trim())
      .toSorted()
      .join(',');
  return sorted(one) === sorted(other);
}

function withBlock(text: string, lines: readonly string[]): string {
  if (lines.length === 0) return text;
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  return `${text}${gap}${[begin, ...lines, end].join('\n')}\n`;
}

function refuse(key: string, why: string, remedy: string): Rejoin {
  return { files: null, refused: { key, why, remedy } };
}
