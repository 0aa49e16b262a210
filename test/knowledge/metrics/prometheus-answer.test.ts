import { expect, test } from 'vitest';
import { namesOnPage } from '../../../knowledge/metrics/names-on-page.ts';
import {
  labelNames,
  newestSampleQuery,
  newestSamplesIn,
} from '../../../knowledge/metrics/prometheus-answer.ts';

const vector = (result: readonly unknown[]) =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result } });

test('the newest sample of each value of the label is asked for', () => {
  expect(newestSampleQuery('up{job="cassandra"}', 'instance')).toBe(
    'max by (instance) (timestamp(up{job="cassandra"}))',
  );
});

test('samples come with their time and their age by the clock of Prometheus', () => {
  const body = vector([{ metric: { instance: '10.0.0.1:9500' }, value: [1_000.5, '990.5'] }]);
  expect(newestSamplesIn(body, 'instance')).toEqual([
    { label: '10.0.0.1:9500', atSeconds: 990.5, ageSeconds: 10 },
  ]);
  expect(newestSamplesIn(vector([]), 'instance')).toEqual([]);
});

test.each([
  ['<html>login</html>', 'no JSON'],
  ['[]', 'no JSON'],
  ['', 'nothing'],
  [JSON.stringify({ status: 'error', error: 'parse error: unexpected "}"' }), 'parse error'],
  [
    JSON.stringify({ status: 'success', data: { resultType: 'scalar', result: [1, '2'] } }),
    'no instant vector',
  ],
  [vector([{ metric: { instance: 'a' }, value: [1, 'NaN'] }]), 'without a time'],
  [vector([{ metric: { instance: 'a' } }]), 'without a time'],
])('an answer of %s is no evidence', (body, says) => {
  expect(newestSamplesIn(body, 'instance')).toContain(says);
});

test.each([
  ['10.0.0.1:9500', true],
  ['10.0.0.1', true],
  ['10.0.0.10:9500', false],
  ['cass1', true],
  ['CASS1.example.net:7070', true],
  ['http://cass1:7070', true],
  ['cass10:7070', false],
  ['[fd00::1]:9500', true],
  ['fd00::1', true],
  ['', false],
])('a label of %s names the node: %s', (label, names) => {
  expect(labelNames(label, ['10.0.0.1', 'cass1', 'fd00::1'])).toBe(names);
});

test('a name is on the page when it has a sample, not when it is only announced', () => {
  const page = '# HELP a_total x\n# TYPE b gauge\na_total{x="1"} 2\nb_sum 1 1700000000\nc\n';
  expect(namesOnPage(page, ['a_total', 'a', 'b', 'b_sum', 'c'])).toEqual(['a_total', 'b_sum']);
});
