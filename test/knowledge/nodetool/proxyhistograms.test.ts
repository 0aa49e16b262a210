import { expect, test } from 'vitest';
import { parseProxyHistograms } from '../../../knowledge/nodetool/proxyhistograms.ts';
import { refusal } from './refusal.ts';
import { proxyHistograms } from './samples.ts';

test('the 99th percentiles of reads and writes', () => {
  expect(parseProxyHistograms(proxyHistograms)).toEqual({ readP99Micros: 2346.8, writeP99Micros: 1955.67 });
});

test('a decimal comma', () => {
  expect(parseProxyHistograms(proxyHistograms.replace(/(\d)\.(\d)/g, '$1,$2')).readP99Micros).toBe(2346.8);
});

test.each(['0.00', 'NaN'])('%s means no requests', (value) => {
  const text = proxyHistograms.replace('2346.80', value.padStart(7));
  expect(parseProxyHistograms(text)).toEqual({ readP99Micros: null, writeP99Micros: 1955.67 });
});

test('2.1 has three columns', () => {
  const text = proxyHistograms
    .replace(/ {3}CAS Read.*$/m, '')
    .replace(/( {11}\(micros\)){3}\n/, '\n')
    .replace(/( {15}0\.00){3}\n/g, '\n');
  expect(parseProxyHistograms(text)).toEqual(parseProxyHistograms(proxyHistograms));
});

test.each([
  ['a histogram without its last rows', proxyHistograms.slice(0, proxyHistograms.indexOf('Min'))],
  ['a cell that is no number', proxyHistograms.replace('2346.80', 'slow')],
  ['other columns first', proxyHistograms.replace('Read Latency ', 'Scan Latency ')],
])('refused is %s', (_what, text) => {
  expect(() => parseProxyHistograms(text)).toThrow(refusal);
});
