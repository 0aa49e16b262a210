import { expect, test } from 'vitest';
import {
  guardrails,
  maxDiskBytesIn,
  mentionsGuardrail,
  thresholdsIn,
} from '../../../knowledge/cassandra/guardrails.ts';
import type { ReleaseLine } from '../../../knowledge/cassandra/release-line.ts';
import { acceptedKeys } from '../../../knowledge/cassandra/accepted-keys.ts';
import { readYamlText } from '../../../knowledge/cassandra/yaml-text.ts';

const thresholds = (text: string, line: ReleaseLine = '6.0') =>
  thresholdsIn(readYamlText(text), line).map(({ key, value }) => [key, value]);

test('thresholds that are set are read as numbers and bytes', () => {
  expect(
    thresholds(
      'tables_warn_threshold: 150\npartition_size_fail_threshold: 1GiB\npage_size_fail_threshold: 5\n',
    ),
  ).toEqual([
    ['tables_warn_threshold', 150],
    ['partition_size_fail_threshold', 1024 ** 3],
    ['page_size_fail_threshold', 5],
  ]);
});

test.each(['-1', '0', 'null', '~', '', '0MiB'])('a threshold of "%s" is off', (value) => {
  expect(thresholds(`partition_size_fail_threshold: ${value}\ntables_warn_threshold: ${value}\n`)).toEqual(
    [],
  );
});

test('what can not be read is kept as not known, never as off', () => {
  expect(thresholds('partition_size_fail_threshold: 1 GB\ntables_fail_threshold: many\n')).toEqual([
    ['tables_fail_threshold', null],
    ['partition_size_fail_threshold', null],
  ]);
});

test('the warning of large partitions is found under the names of before', () => {
  expect(thresholds('compaction_large_partition_warning_threshold: 100MiB\n')).toEqual([
    ['compaction_large_partition_warning_threshold', 100 * 1024 ** 2],
  ]);
  expect(thresholds('compaction_large_partition_warning_threshold_mb: 50\n', '5.0')).toEqual([
    ['compaction_large_partition_warning_threshold_mb', 50 * 1024 ** 2],
  ]);
  // Before 5.0 it is no guardrail.
  expect(thresholds('compaction_large_partition_warning_threshold: 100MiB\n', '4.1')).toEqual([]);
});

test('every guardrail has both keys in the lines that it is said to be in', () => {
  for (const { name, since } of guardrails) {
    const { keys } = acceptedKeys(since);
    expect(keys.has(`${name}_warn_threshold`), name).toBe(true);
    expect(keys.has(`${name}_fail_threshold`), name).toBe(true);
  }
});

test('the size of the disk that usage is a share of may be set', () => {
  expect(maxDiskBytesIn(readYamlText('data_disk_usage_max_disk_size: 10GiB\n'))).toBe(10 * 1024 ** 3);
  expect(maxDiskBytesIn(readYamlText('cluster_name: prod1\n'))).toBeNull();
});

test('a text that mentions no threshold of a guardrail is known without reading it', () => {
  expect(mentionsGuardrail('# tables_warn_threshold: 150\ntombstone_warn_threshold: 1000\n')).toBe(false);
  for (const { name } of guardrails) {
    expect(mentionsGuardrail(`cluster_name: a\n${name}_fail_threshold: 1\n`), name).toBe(true);
  }
  expect(mentionsGuardrail('compaction_large_partition_warning_threshold_mb: 100\n')).toBe(true);
});
