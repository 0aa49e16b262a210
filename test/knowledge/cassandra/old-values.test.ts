import fc from 'fast-check';
import { expect, test } from 'vitest';
import { acceptedKeys } from '../../../knowledge/cassandra/accepted-keys.ts';
import { mergeCassandraYaml } from '../../../knowledge/cassandra/merge-yaml.ts';
import { judgeOldValue } from '../../../knowledge/cassandra/old-values.ts';
import type { ReleaseLine } from '../../../knowledge/cassandra/release-line.ts';

const judge = (key: string, value: string | null, line: ReleaseLine = '5.0') => {
  const alias = acceptedKeys(line).aliases.get(key);
  if (!alias) throw new Error(`${key} is no old name`);
  return judgeOldValue(alias, value, line);
};

test.each([
  ['read_request_timeout_in_ms', '5000', '5000ms'],
  ['streaming_keep_alive_period_in_secs', '300', '300s'],
  ['hinted_handoff_throttle_in_kb', '1024', '1024KiB'],
  ['commitlog_segment_size_in_mb', '32', '32MiB'],
  ['internode_max_message_size_in_bytes', '4194304', '4194304B'],
  ['compaction_throughput_mb_per_sec', '64', '64MiB/s'],
  ['stream_throughput_outbound_megabits_per_sec', '200', '25000000B/s'],
  ['sstable_preemptive_open_interval_in_mb', '-7', 'null'],
  ['index_summary_resize_interval_in_minutes', '-1', 'null'],
  ['permissions_update_interval_in_ms', '-1', 'null'],
  ['native_transport_max_concurrent_requests_in_bytes', '-1', 'null'],
  ['validation_preview_purge_head_start_in_sec', '-5', '0s'],
  ['compaction_large_partition_warning_threshold_mb', '100', '100MiB'],
  ['keyspace_count_warn_threshold', '40', '35'],
  ['table_count_warn_threshold', '150', '102'],
])('%s: %s is %s under its new name', (key, value, text) => {
  expect(judge(key, value)).toMatchObject({ means: 'value', text });
});

test.each([
  ['max_hint_window_in_ms', '2147483647', '5.0'],
  ['max_hint_window_in_ms', '-1', '4.1'],
  ['permissions_update_interval_in_ms', '-2', '6.0'],
  ['compaction_tombstone_warning_threshold', '0', '5.0'],
  ['compaction_large_partition_warning_threshold_mb', '0', '5.0'],
  ['keyspace_count_warn_threshold', '5', '5.0'],
  ['keyspace_count_warn_threshold', '7', '6.0'],
  ['table_count_warn_threshold', '48', '5.0'],
  ['table_count_warn_threshold', '-1', '5.0'],
  ['table_count_warn_threshold', 'many', '5.0'],
] as const)('%s: %s is refused: %s does not start with it', (key, value, line) => {
  const old = judge(key, value, line);
  expect(old).toMatchObject({ means: 'refused', why: expect.stringContaining(line) });
});

test.each([['5_000'], ['0x10'], ['010'], ['5000.0'], ['soon'], [null]])(
  'what is no plain number, as %s, keeps its old name',
  (value) => {
    expect(judge('read_request_timeout_in_ms', value)).toEqual({ means: 'unknown' });
  },
);

test('switches only get another name', () => {
  expect(judge('enable_sasi_indexes', 'true')).toEqual({ means: 'same' });
  expect(judge('compaction_large_partition_warning_threshold', '200MiB')).toEqual({ means: 'same' });
});

const lines = fc.constantFrom<ReleaseLine[]>('4.1', '5.0', '6.0');

test('a translated amount is the old one, unit by unit', () => {
  const sizes: Record<string, number> = {
    ms: 1,
    s: 1,
    m: 1,
    B: 1,
    KiB: 1,
    MiB: 1,
    'MiB/s': 1,
    'B/s': 125_000,
  };
  fc.assert(
    fc.property(lines, fc.nat(), fc.nat(), (line, index, number) => {
      const { aliases } = acceptedKeys(line);
      const [key, alias] = [...aliases][index % aliases.size] ?? [];
      if (key === undefined || alias === undefined) throw new Error('no alias');
      const old = judgeOldValue(alias, String(number), line);
      if (old.means !== 'value' || /_count_/.test(key)) return;
      const [, amount, unit = ''] = /^(\d+)(\D+)$/.exec(old.text) ?? [];
      expect(Number(amount), key).toBe(number * (sizes[unit] ?? Number.NaN));
    }),
  );
});

test('in a file of old names each stays one key with its comment, and the second time there is nothing to do', () => {
  fc.assert(
    fc.property(
      lines,
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: -2, max: 2 ** 31 })), { maxLength: 20 }),
      (line, picks) => {
        const { aliases } = acceptedKeys(line);
        const names = [...aliases.keys()];
        const chosen = new Map(picks.map(([index, value]) => [names[index % names.length] ?? '', value]));
        const text = `num_tokens: 16\n${[...chosen].map(([key, value]) => `${key}: ${value}  # why ${key}\n`).join('')}`;
        const input = { fromLine: '4.0', toLine: line, storageMode: null, names: 'new' } as const;
        const once = mergeCassandraYaml({ ...input, text });
        expect(mergeCassandraYaml({ ...input, text: once.text }).text).toBe(once.text);
        for (const [key] of chosen) expect(once.text.split(`  # why ${key}\n`)).toHaveLength(2);
        const told = [...once.changes, ...once.refused].map((each) => each.key);
        // One may be translated and refused for what it then means.
        expect([...new Set(told)].toSorted()).toEqual([...chosen.keys()].toSorted());
      },
    ),
  );
});
