/** `storage_compatibility_mode` in the text of a cassandra.yaml, and nothing else of it. */
import type { StorageMode } from './releases.ts';
import { applyEdits, commentedOut, readYamlText } from './yaml-text.ts';
import type { Edit, YamlEntry, YamlText } from './yaml-text.ts';

const key = 'storage_compatibility_mode';
/** What an upgrade wrote above the key, or an earlier restart: it is not true any more. */
const ownComment =
  /^[ \t]*# Ringlift: (the formats that the node wrote before|the mode since a rolling restart)/;
const comment = (mode: StorageMode) =>
  `# Ringlift: the mode since a rolling restart of all nodes to ${mode}; never put back to CASSANDRA_4.`;

/**
 * The file with the mode set, for a rolling restart.
 *
 * @returns null when it says so already
 * @throws RingliftError ConfigurationRefused when the text is unreadable
 */
export function withStorageMode(text: string, mode: StorageMode): string | null {
  const yaml = readYamlText(text);
  if (yaml.valueOf(key) === mode) return null;
  const entry = yaml.entries.findLast((each) => each.key === key);
  return applyEdits(text, entry ? changed(yaml, entry, mode) : added(yaml, mode));
}

function added(yaml: YamlText, mode: StorageMode): Edit[] {
  const before = yaml.text.slice(0, yaml.bottom);
  const gap = before === '' || before.endsWith('\n') ? '' : yaml.lineEnd;
  const text = gap + line(yaml, comment(mode)) + line(yaml, `${key}: ${mode}`);
  return [{ start: yaml.bottom, end: yaml.bottom, text }];
}

function changed(yaml: YamlText, entry: YamlEntry, mode: StorageMode): Edit[] {
  const { linesRange, valueRange, keyRange } = entry;
  const above = { start: commentStart(yaml.text, linesRange.start), end: linesRange.start };
  if (valueRange && entry.value === null) {
    // A list or a map is no mode.
    const old = commentedOut(yaml.text.slice(linesRange.start, linesRange.end));
    const text = line(yaml, comment(mode)) + line(yaml, `${key}: ${mode}`) + old;
    return [{ start: above.start, end: linesRange.end, text }];
  }
  const behind = yaml.text.indexOf(':', keyRange.end) + 1;
  const value = valueRange ? { ...valueRange, text: mode } : { start: behind, end: behind, text: ` ${mode}` };
  return [{ ...above, text: line(yaml, comment(mode)) }, value];
}

/** Where the line above begins if it is Ringlift's own; else where the key's line does. */
function commentStart(text: string, lineStart: number): number {
  const above = text.lastIndexOf('\n', lineStart - 2) + 1;
  return lineStart > 0 && ownComment.test(text.slice(above, lineStart)) ? above : lineStart;
}

function line(yaml: YamlText, text: string): string {
  return yaml.indent + text + yaml.lineEnd;
}
