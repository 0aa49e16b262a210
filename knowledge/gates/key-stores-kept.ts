import { type StoreInUse, storesInUse } from '../cassandra/encryption-checks.ts';
import { readYamlText } from '../cassandra/yaml-text.ts';
import { RingliftError } from '../errors.ts';
import type { Inventory } from '../inventory.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Findings, Objection } from './judge.ts';
import { sayNode } from './say.ts';
import { withSettings } from './with-settings.ts';
import type { SettledNode } from './with-settings.ts';
import { yamlOf } from './yaml-of.ts';

/**
 * Every key and trust store that a node opens at its start is there for the next release too: in the configuration
 * folder, of which all comes along with its owner and rights, or outside of the release's own folder.
 *
 * @source config/EncryptionOptions.java of 3.11.19 to 5.0.9; seed 000, "Copy SSL certificates"
 */
export function keyStoresKept({ spec, inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = withSettings(spec, inventory.nodes, ['host']);
  const judged = nodes.map(judgeNode);
  return judge('keyStoresKept', {
    seen: judged.flatMap(({ seen }) => seen),
    against: [...unknown, ...judged.flatMap(({ against }) => against)],
    standsFor: ['S0-12'],
  });
}

/** Is there any store to be kept? What can't be read is for other gates to refuse. */
export function encryptsSomewhere({ nodes }: Pick<Inventory, 'nodes'>): boolean {
  return nodes.some(({ host }) => {
    try {
      return storesInUse(readYamlText(host?.configuration['cassandra.yaml'] ?? '')).length > 0;
    } catch (error) {
      if (!(error instanceof RingliftError)) throw error;
      return false;
    }
  });
}

function judgeNode(node: SettledNode): Pick<Findings, 'seen' | 'against'> {
  if (!node.seen.host) return { seen: [], against: [] };
  const { yaml, objection } = yamlOf(node.seen);
  if (objection) return { seen: [], against: [objection] };
  const stores = storesInUse(yaml).map((store) => judgeStore(node, store));
  return {
    seen: stores.flatMap((each) => (typeof each === 'string' ? each : [])),
    against: stores.flatMap((each) => (typeof each === 'string' ? [] : each)),
  };
}

/** What becomes of it, or what is in the way. */
function judgeStore({ seen, settings }: SettledNode, store: StoreInUse): string | Objection {
  const who = sayNode(seen);
  const { home, conf } = settings.install;
  const path = store.path.startsWith('/') ? store.path : `${home}/${store.path}`;
  const said = `${who}: ${store.block}.${store.store} ${store.path}`;
  const name = path.startsWith(`${conf}/`) ? path.slice(conf.length + 1) : null;
  if (name !== null) {
    const files = [...(seen.host?.otherFiles ?? []), ...Object.keys(seen.host?.configuration ?? {})];
    // What lies in a folder of its own below is not listed, and comes along with it.
    if (name.includes('/') || files.includes(name)) return `${said} comes along with ${conf}`;
    return {
      found: `${said}: there is no such file in ${conf}`,
      remedy: `Put the ${store.store} of ${who} into ${conf}, or name in ${store.block} where it is.`,
    };
  }
  const real = seen.host?.releaseInUse ?? null;
  if (path.startsWith(`${home}/`) || (real !== null && path.startsWith(`${real}/`))) {
    return {
      found: `${said} lies inside the release's own folder: the next release does not bring it`,
      remedy: `Copy it with its owner and rights (cp -a) into ${conf} of ${who}, or out of ${home}, and name that in ${store.block} of cassandra.yaml.`,
    };
  }
  return `${said} stays where it is`;
}
