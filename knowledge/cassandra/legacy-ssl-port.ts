/**
 * `enable_legacy_ssl_storage_port`: on while nodes of 3.x and 4.x speak TLS to each other, off again afterwards.
 *
 * Nodes of 3.x speak TLS to each other on `ssl_storage_port` (7001), in plain words on `storage_port` (7000). Those of
 * 4.x speak both on `storage_port`, reach a node of 3.x on its `ssl_storage_port`, and listen there themselves only if
 * told. The key is nested in server_encryption_options: at top level a node does not start with it.
 *
 * @source config/EncryptionOptions.java, net/InboundSockets.java and OutboundConnection.java of 4.0.19 and 4.1.10;
 *   NEWS.txt of 4.0; seed 000 (S0-13)
 */
import { internodeEncrypted } from './encryption-checks.ts';
import { isTrue } from './refused-keys.ts';
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import type { Addition, MergeYamlInput, YamlRefusal } from './yaml-merge.ts';
import { applyEdits, readYamlText } from './yaml-text.ts';
import type { Edit, YamlText } from './yaml-text.ts';

const block = 'server_encryption_options';
/** Its name since 4.1 comes second; the first is taken by every line from 4.0 on. */
const names = ['enable_legacy_ssl_storage_port', 'legacy_ssl_storage_port_enabled'] as const;
const [name] = names;
const comment = (from: string) =>
  `# Ringlift: for nodes of ${from}; off again by a rolling restart when there are none.`;

/** The key is added where the hop leaves 3.x and nodes encrypt what they say to each other. */
export function legacyPortOn(yaml: YamlText, { fromLine, toLine }: MergeYamlInput): Addition {
  if (!isNeeded(yaml, fromLine, toLine) || set(yaml) !== null) return none;
  const edit = additionTo(yaml, blockIn(yaml), fromLine);
  if (edit === null) return none;
  const why = 'nodes that still run 3.x reach this one by TLS on ssl_storage_port only';
  return { edits: [edit], changes: [{ key: `${block}.${name}`, action: 'added', to: 'true', why }] };
}

/** Where it is needed and can't be added, the roll would tear the cluster in two. */
export function legacyPortRefusals(
  yaml: YamlText,
  { fromLine, toLine }: Pick<MergeYamlInput, 'fromLine' | 'toLine'>,
): YamlRefusal[] {
  if (!isNeeded(yaml, fromLine, toLine) || isTrue(set(yaml))) return [];
  if (set(yaml) === null && additionTo(yaml, blockIn(yaml), fromLine) !== null) return [];
  return [
    {
      key: `${block}.${name}`,
      why: `nodes that still run ${fromLine} reach one of ${toLine} by TLS on ssl_storage_port only, which it opens if told`,
      remedy: `Write ${block} in cassandra.yaml as a block of its own keys, ${name}: true among them.`,
    },
  ];
}

/** What the network between nodes must let through, and what is left to do. */
export function legacyPortNotes(
  yaml: YamlText,
  { fromLine, toLine }: Pick<MergeYamlInput, 'fromLine' | 'toLine'>,
): { key: string; why: string }[] {
  if (isNeeded(yaml, fromLine, toLine)) {
    const port = yaml.valueOf('storage_port') ?? '7000';
    const why = `nodes of ${toLine} speak TLS to each other here (${port}), no longer on ssl_storage_port: it must be open between all nodes`;
    return [{ key: 'storage_port', why }];
  }
  if (isBefore(toLine, '4.0') || isBefore(fromLine, '4.0') || !isTrue(set(yaml))) return [];
  const why = 'still on, though no node of 3.x can be left: turn it off with the next rolling restart';
  return [{ key: `${block}.${names.find((each) => yaml.has(block, each)) ?? name}`, why }];
}

/**
 * For the rolling restart after the last node has left 3.x: the file with the port off again. What Ringlift had added is
 * taken out, what a person wrote is set to false.
 *
 * @returns null when it is not on: nothing to do, no restart needed
 * @throws RingliftError ConfigurationRefused when the text is unreadable
 */
export function withoutLegacyPort(text: string): string | null {
  const yaml = readYamlText(text);
  const places = names.flatMap((each) =>
    isTrue(yaml.valueOf(block, each)) ? [yaml.placeOf(block, each)] : [],
  );
  if (places.length === 0) return null;
  return applyEdits(
    text,
    places.flatMap((place) =>
      place ? [ownLines(text, place.keyRange.start) ?? { ...place.valueRange, text: 'false' }] : [],
    ),
  );
}

/**
 * Will a rolling restart be due once no node of 3.x is left? The hop turns the port on, or an earlier one had done so and
 * it is on still. What a person wrote is his own, where no hop from 3.x asks for it.
 */
export function legacyPortIsOwed(text: string, fromLine: ReleaseLine, toLine: ReleaseLine): boolean {
  if (isBefore(toLine, '4.0')) return false;
  const yaml = readYamlText(text);
  if (isBefore(fromLine, '4.0')) return isNeeded(yaml, fromLine, toLine);
  return names.some((each) => {
    const place = isTrue(yaml.valueOf(block, each)) ? yaml.placeOf(block, each) : null;
    return place !== null && ownLines(text, place.keyRange.start) !== null;
  });
}

/** Both lines that were added, in a block or in braces; null: a person wrote it. */
function ownLines(text: string, keyStart: number): Edit | null {
  const inBraces = `${name}: true, `;
  if (text.slice(keyStart - 1, keyStart) === '{' && text.startsWith(inBraces, keyStart)) {
    return { start: keyStart, end: keyStart + inBraces.length, text: '' };
  }
  const lineStart = text.lastIndexOf('\n', keyStart) + 1;
  const above = text.lastIndexOf('\n', lineStart - 2) + 1;
  const own = new RegExp(`^[ \\t]*${comment('(3\\.\\d+)')}\\r?\\n[ \\t]*${name}: true\\r?\\n`).exec(
    text.slice(above),
  );
  return own ? { start: above, end: above + own[0].length, text: '' } : null;
}

function isNeeded(yaml: YamlText, fromLine: ReleaseLine, toLine: ReleaseLine): boolean {
  return isBefore(fromLine, '4.0') && !isBefore(toLine, '4.0') && isEncrypted(yaml);
}

function isEncrypted(yaml: YamlText): boolean {
  if (yaml.has(block)) return internodeEncrypted(yaml);
  return (yaml.valueOf('encryption_options', 'internode_encryption') ?? 'none') !== 'none';
}

/** `encryption_options` is renamed by the same merge. */
function blockIn(yaml: YamlText): string {
  return yaml.has(block) ? block : 'encryption_options';
}

function set(yaml: YamlText): string | null {
  const key = names.find((each) => yaml.has(blockIn(yaml), each));
  return key === undefined ? null : (yaml.valueOf(blockIn(yaml), key) ?? '');
}

function additionTo(yaml: YamlText, within: string, fromLine: ReleaseLine): Edit | null {
  const braces = yaml.inBracesOf(within);
  if (braces !== null) return { start: braces, end: braces, text: `${name}: true, ` };
  const first = yaml.insideOf(within);
  if (!first) return null;
  const { offset, indent } = first;
  const text = `${indent}${comment(fromLine)}${yaml.lineEnd}${indent}${name}: true${yaml.lineEnd}`;
  return { start: offset, end: offset, text };
}

const none: Addition = { edits: [], changes: [] };
