/** The operator's cassandra.yaml, carried to another release line. */
import { acceptedKeys, nearestKey } from './accepted-keys.ts';
import type { AcceptedKeys } from './accepted-keys.ts';
import { changedDefaults, guardrailNotes } from './changed-defaults.ts';
import { missingPasswords } from './encryption-checks.ts';
import { legacyPortNotes, legacyPortRefusals } from './legacy-ssl-port.ts';
import { judgeOldName } from './old-names.ts';
import { neverNegativeSince41 } from './old-values.ts';
import { fateOf, refusedValues } from './refused-keys.ts';
import type { Fate } from './refused-keys.ts';
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';
import { accordNotes, addedKeys } from './yaml-additions.ts';
import type { Judged, MergeYamlInput, MergedYaml, YamlRefusal } from './yaml-merge.ts';
import { applyEdits, commentedOut, readYamlText } from './yaml-text.ts';
import type { YamlEntry, YamlText } from './yaml-text.ts';

const nothing: Judged = { edits: [], changes: [], refused: [] };

/**
 * Values, comments, order and every line that need not change stay byte for byte. A key that the target does not start
 * with is commented out with the reason where that is harmless, and refused with a remedy where it is not. Merging a
 * merged file again changes nothing.
 *
 * @throws RingliftError ConfigurationRefused when the text is no YAML of keys and values
 */
export function mergeCassandraYaml(input: MergeYamlInput): MergedYaml {
  const yaml = readYamlText(input.text);
  const accepted = acceptedKeys(input.toLine);
  const judged = [
    ...yaml.entries.map((entry) => judgeEntry(entry, yaml, accepted, input)),
    { ...nothing, refused: unfit(yaml, input) },
    addedKeys(yaml, input),
  ];
  return {
    text: applyEdits(
      input.text,
      judged.flatMap(({ edits }) => edits),
    ),
    changes: judged.flatMap(({ changes }) => changes),
    refused: judged.flatMap(({ refused }) => refused),
    notes: notes(yaml, input),
  };
}

function judgeEntry(
  entry: YamlEntry,
  yaml: YamlText,
  { keys, aliases }: AcceptedKeys,
  { toLine: line, names }: MergeYamlInput,
): Judged {
  // `a.b: 1` sets b in a, since 4.1.
  const key = isBefore(line, '4.1') ? entry.key : (entry.key.split('.')[0] ?? entry.key);
  const alias = aliases.get(key);
  if (alias) return judgeOldName(entry, alias, yaml, { aliases, line, names });
  if (keys.has(key)) return nothing;
  const fate = fateOf(key, yaml, entry.value);
  return fate ? carryOut(fate, entry, yaml, line) : refuse(unknownKey(key, line));
}

function carryOut(fate: Fate, entry: YamlEntry, yaml: YamlText, line: ReleaseLine): Judged {
  const { key, keyRange, linesRange } = entry;
  if (fate.action === 'refused') return refuse({ key, why: fate.why, remedy: fate.remedy });
  if (fate.action === 'renamed') {
    const change = { key, action: 'renamed', from: key, to: fate.to, why: fate.why } as const;
    return { ...nothing, edits: [{ ...keyRange, text: fate.to }], changes: [change] };
  }
  const old = yaml.text.slice(linesRange.start, linesRange.end);
  const reason = `${yaml.indent}# Ringlift: not in ${line}: ${fate.why}.${yaml.lineEnd}`;
  const from = entry.value === null ? {} : { from: entry.value };
  return {
    edits: [{ ...linesRange, text: reason + commentedOut(old) }],
    changes: [{ key, action: 'removed', ...from, why: fate.why }],
    refused: [],
  };
}

function unfit(yaml: YamlText, { fromLine, toLine, storageMode }: MergeYamlInput): YamlRefusal[] {
  const values = refusedValues(yaml, toLine).flatMap((fate) =>
    fate.action === 'refused' ? [{ key: fate.key, why: fate.why, remedy: fate.remedy }] : [],
  );
  const format = yaml.valueOf('sstable', 'selected_format');
  const unfitFormat =
    storageMode === 'CASSANDRA_4' && format === 'bti'
      ? [
          {
            key: 'sstable.selected_format',
            why: 'bti is not written in storage_compatibility_mode CASSANDRA_4, and the node does not start',
            remedy: 'Set sstable.selected_format: big in cassandra.yaml, or bring the cluster to NONE first.',
          },
        ]
      : [];
  return [
    ...values,
    ...unfitFormat,
    ...negative(yaml, toLine),
    ...missingPasswords(yaml, toLine),
    ...legacyPortRefusals(yaml, { fromLine, toLine }),
  ];
}

function negative(yaml: YamlText, line: ReleaseLine): YamlRefusal[] {
  if (isBefore(line, '4.1')) return [];
  return neverNegativeSince41
    .filter((key) => yaml.valueOf(key)?.startsWith('-'))
    .map((key) => ({
      key,
      why: `${line} takes no negative number for it`,
      remedy: `Write ${key}: 0 in cassandra.yaml: it switches the saving off.`,
    }));
}

function notes(yaml: YamlText, { fromLine, toLine }: MergeYamlInput): MergedYaml['notes'] {
  const tokens = yaml.has('num_tokens')
    ? []
    : [{ key: 'num_tokens', why: 'absent, that is 1: a node that owns more tokens does not start with it' }];
  const twice = yaml.entries
    .filter(({ key }, index) => yaml.entries.findIndex((other) => other.key === key) < index)
    .map(({ key }) => ({ key, why: 'it is given twice: the last one counts' }));
  const open = changedDefaults((key) => yaml.has(key), fromLine, toLine);
  return [
    ...tokens,
    ...twice,
    ...thriftByDefault(yaml, { fromLine, toLine }),
    ...open,
    ...legacyPortNotes(yaml, { fromLine, toLine }),
    ...guardrailNotes((key) => yaml.has(key), fromLine, toLine),
    ...accordNotes(yaml, toLine),
  ];
}

/** @source config/Config.java of 3.0.29 and 3.11.19: absent, Thrift is on */
function thriftByDefault(
  yaml: YamlText,
  { fromLine, toLine }: Pick<MergeYamlInput, 'fromLine' | 'toLine'>,
): MergedYaml['notes'] {
  const leaves = isBefore(fromLine, '4.0') && !isBefore(toLine, '4.0');
  // A merged file has it behind a comment sign.
  if (!leaves || yaml.has('start_rpc') || /^[ \t]*# start_rpc:/m.test(yaml.text)) return [];
  const why = `absent, that is true in ${fromLine}: clients may be connected by Thrift, which is gone since 4.0`;
  return [{ key: 'start_rpc', why }];
}

function unknownKey(key: string, line: ReleaseLine): YamlRefusal {
  const nearest = nearestKey(key, line);
  return {
    key,
    why: `${line} knows no such key, and does not start with it`,
    remedy: nearest
      ? `Remove ${key} from cassandra.yaml, or write ${nearest} if that is meant.`
      : `Remove ${key} from cassandra.yaml.`,
  };
}

function refuse(refusal: YamlRefusal): Judged {
  return { ...nothing, refused: [refusal] };
}
