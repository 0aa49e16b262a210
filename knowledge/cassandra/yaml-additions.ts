/** Keys that Ringlift itself writes into cassandra.yaml: each with a comment that says who and why. */
import { legacyPortOn } from './legacy-ssl-port.ts';
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import type { Addition, MergeYamlInput } from './yaml-merge.ts';
import { commentedOut } from './yaml-text.ts';
import type { Edit, YamlEntry, YamlText } from './yaml-text.ts';

export function addedKeys(yaml: YamlText, input: MergeYamlInput) {
  const additions = [legacyPortOn(yaml, input), storageMode(yaml, input), accordJournal(yaml, input)];
  const bottoms = additions.flatMap(({ edits }) => edits.filter(({ start }) => start === yaml.bottom));
  const others = additions.flatMap(({ edits }) => edits.filter(({ start }) => start !== yaml.bottom));
  // What goes to the bottom is one edit, so that its parts keep their order.
  const bottom = bottoms.map(({ text }) => text).join('');
  const joined = bottom === '' ? [] : [atBottom(yaml, bottom)];
  return { edits: [...others, ...joined], changes: additions.flatMap(({ changes }) => changes), refused: [] };
}

function storageMode(yaml: YamlText, { storageMode: mode, toLine }: MergeYamlInput): Addition {
  const key = 'storage_compatibility_mode';
  const found = yaml.valueOf(key);
  if (mode === null || found === mode) return none;
  const why = `written out, since ${toLine} by itself may choose formats from which there is no way back`;
  const comment = `# Ringlift: the formats that the node wrote before the upgrade to ${toLine}; do not change it during the upgrade.`;
  const entry = yaml.entries.findLast((each) => each.key === key);
  if (!entry) {
    const edits = [{ start: yaml.bottom, end: yaml.bottom, text: lines(yaml, comment, `${key}: ${mode}`) }];
    return { edits, changes: [{ key, action: 'added', to: mode, why }] };
  }
  const from = found === null ? {} : { from: found };
  return {
    edits: modeEdits(yaml, entry, comment, mode),
    changes: [{ key, action: 'translated', ...from, to: mode, why }],
  };
}

function modeEdits(yaml: YamlText, entry: YamlEntry, comment: string, mode: string): Edit[] {
  const { valueRange, linesRange, keyRange } = entry;
  if (valueRange && entry.value === null) {
    // A list or a map is no mode.
    const old = yaml.text.slice(linesRange.start, linesRange.end);
    return [{ ...linesRange, text: lines(yaml, comment, `${entry.key}: ${mode}`) + commentedOut(old) }];
  }
  const behind = yaml.text.indexOf(':', keyRange.end) + 1;
  const value = valueRange ? { ...valueRange, text: mode } : { start: behind, end: behind, text: ` ${mode}` };
  return [{ start: linesRange.start, end: linesRange.start, text: lines(yaml, comment) }, value];
}

/**
 * 6.0 makes the folder of Accord's journal at its start whether Accord is on or not, by default below
 * cassandra.storagedir: for a tarball inside the release, where the service's user may have no rights. The node then
 * dies with "UncheckedIOException" (measured, 6.0-alpha2). Where the node's other folders lie together, it goes there.
 *
 * @source config/DatabaseDescriptor.java (createAllDirectories) of 6.0-alpha2
 */
function accordJournal(yaml: YamlText, { toLine }: MergeYamlInput): Addition {
  const parent = commonParent(yaml);
  if (parent === null || !leavesAccordOpen(yaml, toLine)) return none;
  const folder = `${parent}/accord_journal`;
  const comment =
    '# Ringlift: 6.0 makes this folder at its start even with Accord off; without the key, inside the release.';
  const text = lines(yaml, comment, 'accord:', '  enabled: false', `  journal_directory: ${folder}`);
  const why = 'beside its other folders; Accord stays off';
  return {
    edits: [{ start: yaml.bottom, end: yaml.bottom, text }],
    changes: [{ key: 'accord.journal_directory', action: 'added', to: folder, why }],
  };
}

/** Where no place for the journal can be derived, a person should know where it will be. */
export function accordNotes(yaml: YamlText, line: ReleaseLine): { key: string; why: string }[] {
  if (!leavesAccordOpen(yaml, line) || commonParent(yaml) !== null) return [];
  const why =
    'at its start 6.0 makes the folder below cassandra.storagedir, where the user of the service needs rights';
  return [{ key: 'accord.journal_directory', why }];
}

function leavesAccordOpen(yaml: YamlText, line: ReleaseLine): boolean {
  return !isBefore(line, '6.0') && !yaml.entries.some(({ key }) => /^accord(\.|$)/.test(key));
}

/** Null: fewer than two of them lie together. */
function commonParent(yaml: YamlText): string | null {
  const parents = ['commitlog_directory', 'hints_directory', 'saved_caches_directory', 'cdc_raw_directory']
    .flatMap((key) => yaml.valueOf(key) ?? [])
    .flatMap((path) => /^(\/.+)\/[^/]+\/?$/.exec(path)?.[1] ?? []);
  return parents.find((parent, index) => parents.indexOf(parent) < index) ?? null;
}

const none: Addition = { edits: [], changes: [] };

function atBottom(yaml: YamlText, text: string): Edit {
  const before = yaml.text.slice(0, yaml.bottom);
  const gap = before === '' || before.endsWith('\n') ? '' : yaml.lineEnd;
  return { start: yaml.bottom, end: yaml.bottom, text: gap + text };
}

function lines(yaml: YamlText, ...each: readonly string[]): string {
  return each.map((line) => yaml.indent + line + yaml.lineEnd).join('');
}
