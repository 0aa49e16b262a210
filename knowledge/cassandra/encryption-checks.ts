/** What a hop asks of the two encryption blocks of cassandra.yaml. */
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import { isTrue } from './refused-keys.ts';
import type { YamlText } from './yaml-text.ts';

export interface MissingPassword {
  readonly key: string;
  readonly why: string;
  readonly remedy: string;
}

/**
 * Before 4.1 a key store without a password given was opened with "cassandra"; since then the node does not start:
 * "'keystore_password' must be specified". A trust store without one is read unchecked, and as PKCS12 it is then empty.
 * Custom context factories have keys of their own and are not judged.
 *
 * @source config/EncryptionOptions.java and security/FileBasedSslContextFactory.java of 4.0.19, 4.1.10, 5.0.9, 6.0-alpha2
 */
export function missingPasswords(yaml: YamlText, line: ReleaseLine): MissingPassword[] {
  if (isBefore(line, '4.1')) return [];
  return ['server_encryption_options', 'client_encryption_options']
    .filter((block) => isOn(yaml, block) && !yaml.has(block, 'ssl_context_factory'))
    .flatMap((block) => storesUsed(yaml, block).map((store) => ({ block, store })))
    .filter(({ block, store }) => !hasPassword(yaml, block, store, line))
    .map(({ block, store }) => ({
      key: `${block}.${store}_password`,
      why: `encryption is on and the default password is gone since 4.1`,
      remedy: `Set ${store}_password in ${block} of cassandra.yaml; where none was given, it was "cassandra".`,
    }));
}

export interface StoreInUse {
  readonly block: string;
  readonly store: 'keystore' | 'truststore';
  /** As cassandra.yaml names it, or as the release does without being told. */
  readonly path: string;
}

/**
 * Key and trust stores that the node opens at its start.
 * @source config/EncryptionOptions.java of 3.11.19 and 4.0.19: conf/.keystore and conf/.truststore where none is named
 */
export function storesInUse(yaml: YamlText): StoreInUse[] {
  return ['server_encryption_options', 'client_encryption_options']
    .filter((block) => isOn(yaml, block) && !yaml.has(block, 'ssl_context_factory'))
    .flatMap((block) =>
      storesUsed(yaml, block).map((store) => ({
        block,
        store,
        path: yaml.valueOf(block, store) ?? `conf/.${store}`,
      })),
    );
}

/** Does the node encrypt towards other nodes? */
export function internodeEncrypted(yaml: YamlText): boolean {
  return isOn(yaml, 'server_encryption_options');
}

function isOn(yaml: YamlText, block: string): boolean {
  if (block === 'client_encryption_options') return isTrue(yaml.valueOf(block, 'enabled'));
  return (yaml.valueOf(block, 'internode_encryption') ?? 'none') !== 'none';
}

function storesUsed(yaml: YamlText, block: string): StoreInUse['store'][] {
  const clients = block === 'client_encryption_options';
  // Only who asks clients for certificates needs a trust store.
  const asksClients = (yaml.valueOf(block, 'require_client_auth') ?? 'false') !== 'false';
  return clients && !asksClients ? ['keystore'] : ['keystore', 'truststore'];
}

function hasPassword(yaml: YamlText, block: string, store: string, line: ReleaseLine): boolean {
  if (yaml.valueOf(block, `${store}_password`) !== null) return true;
  return !isBefore(line, '6.0') && yaml.valueOf(block, `${store}_password_file`) !== null;
}
