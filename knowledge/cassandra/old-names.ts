/** An old name that the target still takes: kept, or given its new name and its value the unit. */
import type { AcceptedKeys, Alias } from './accepted-keys.ts';
import type { Judged, YamlRefusal } from './yaml-merge.ts';
import { judgeOldValue } from './old-values.ts';
import type { OldValue } from './old-values.ts';
import type { ReleaseLine } from './release-line.ts';
import type { YamlEntry, YamlText } from './yaml-text.ts';

interface Naming {
  readonly aliases: AcceptedKeys['aliases'];
  readonly line: ReleaseLine;
  readonly names?: 'new' | undefined;
}

/** With `names` absent only what the target does not start with gets its new name. */
export function judgeOldName(
  entry: YamlEntry,
  alias: Alias,
  yaml: YamlText,
  { aliases, line, names }: Naming,
): Judged {
  const { key } = entry;
  if (yaml.has(alias.to)) return refuse(bothNames(key, alias.to));
  const judgedValue = judgeOldValue(alias, entry.value, line);
  // No value at all is none under both names.
  const isEmpty = judgedValue.means === 'unknown' && entry.valueRange === null;
  const old: OldValue = isEmpty ? { means: 'same' } : judgedValue;
  if (old.means === 'refused') return refuse({ key, why: old.why, remedy: old.remedy });
  const must = old.means === 'value' && old.must === true;
  // Two old names of one new name would become one key twice.
  const alone = yaml.entries.filter((other) => aliases.get(other.key)?.to === alias.to).length === 1;
  const renamed = (names === 'new' || must) && alone ? rename(entry, alias, old, yaml) : null;
  if (renamed) return judged(renamed, { key, why: renamed.why ?? `${renamed.says} in ${line}` });
  if (must) return refuse(notAlone(key, alias.to));
  const why = `the old name of ${alias.to}, which ${line} still takes`;
  return { edits: [], changes: [{ key, action: 'kept', why }], refused: [] };
}

interface Renamed {
  readonly edits: Judged['edits'];
  readonly from: string;
  readonly to: string;
  readonly action: 'renamed' | 'translated';
  /** What is said when there is no reason of its own. */
  readonly says: string;
  readonly why?: string | undefined;
}

/** Null: what the value means under the new name can't be said, so that the old one stays. */
function rename(
  { key, keyRange, valueRange, value }: YamlEntry,
  { to }: Alias,
  old: OldValue,
  yaml: YamlText,
) {
  const name = { ...keyRange, text: to };
  if (old.means === 'same') {
    return { edits: [name], from: key, to, action: 'renamed', says: 'its name' } satisfies Renamed;
  }
  if (old.means !== 'value' || valueRange === null || value === null) return null;
  // A value that others refer to is not this key's alone.
  if (!/^:[ \t]*$/.test(yaml.text.slice(keyRange.end, valueRange.start))) return null;
  return {
    edits: [name, { ...valueRange, text: old.text }],
    from: value,
    to: `${to}: ${old.text}`,
    action: 'translated',
    says: 'its name and its unit',
    why: old.why,
  } satisfies Renamed;
}

function judged({ edits, from, to, action }: Renamed, { key, why }: { key: string; why: string }): Judged {
  return { edits, changes: [{ key, action, from, to, why }], refused: [] };
}

function bothNames(key: string, to: string): YamlRefusal {
  return {
    key,
    why: `${to}, its new name, is there too: the node does not start with both`,
    remedy: `Remove ${key} or ${to} from cassandra.yaml, whichever value is not meant.`,
  };
}

function notAlone(key: string, to: string): YamlRefusal {
  return {
    key,
    why: `the node does not start with it, and its value can't be taken over by itself`,
    remedy: `Write ${to} in cassandra.yaml instead, with the number of your own at which to warn.`,
  };
}

function refuse(refusal: YamlRefusal): Judged {
  return { edits: [], changes: [], refused: [refusal] };
}
