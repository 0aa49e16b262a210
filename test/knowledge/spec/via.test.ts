import { expect, test } from 'vitest';
import { parseSpec } from '../../../knowledge/spec/parse-spec.ts';
import { specOfHop, stopsOf } from '../../../knowledge/spec/spec-of-hop.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';
import { minimal } from './minimal.ts';

const digest = (letter: string) => letter.repeat(64);
const stop = (release: string, letter = 'b') => ({
  release,
  file: `/srv/${release}.tar.gz`,
  sha256: digest(letter),
});
const file = (via: unknown, more: Partial<SpecInput> = {}) =>
  ({ ...minimal, target: '6.0-alpha2', via, ...more }) as SpecInput;
const problemsOf = (input: unknown): string => {
  try {
    parseSpec(input);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

test('a chain of supported hops is accepted, and its stops end with the target', () => {
  const spec = parseSpec(file(['4.0.7', '4.1.10', '5.0.9'].map((release) => stop(release))));
  expect(stopsOf(spec)).toEqual(['4.0.7', '4.1.10', '5.0.9', '6.0-alpha2']);
  expect(stopsOf(parseSpec(minimal))).toEqual([parseSpec(minimal).target]);
});

test('every problem of a chain is told at once, each with its place', () => {
  const said = problemsOf(
    file([
      { release: '3.11.19', sha256: digest('a') },
      { ...stop('5.0.9'), url: 'https://example.net/5.0.9.tar.gz' },
      stop('4.1.10'),
      { ...stop('9.9.9'), sha256: 'short' },
      stop('4.1.10'),
      stop('4.1.10'),
    ]),
  );
  expect(said).toContain('via[0]: exactly one of "file" and "url" is needed');
  expect(said).toContain('via[1]: exactly one of "file" and "url" is needed');
  expect(said).toMatch(
    /via\[1\]\.release: after 3\.11\.19: 3\.11 to 5\.0 in one hop is not supported\. .*4\.1\.10/,
  );
  expect(said).toMatch(/via\[2\]\.release: after 5\.0\.9: .*downgrade/);
  expect(said).toContain('via[3].release: 9.9.9 is of no release line that is known here');
  expect(said).toContain('via[3].sha256: 64 lower-case hex digits');
  expect(said).toContain('via[5].release: the same release as via[4]');
});

test('the target must be reached from the last stop', () => {
  expect(problemsOf(file([stop('3.11.19')]))).toContain('target: after 3.11.19: 3.11 to 6.0 in one hop');
  expect(problemsOf(file([stop('6.0-alpha2')]))).toContain('target: the same release as via[0]');
});

test('the file of a hop has its target and its tarball alone, for every node', () => {
  const spec = parseSpec(
    file([stop('4.1.10'), { release: '5.0.9', url: 'https://example.net/5.tgz', sha256: digest('c') }], {
      nodes: [{ address: '10.0.0.1', install: { home: '/srv/c', sha256: digest('e'), file: '/own.tgz' } }],
      dataCenters: { dc2: { install: { file: '/dc2.tgz' } } },
    }),
  );
  const hop = specOfHop(spec, '5.0.9');
  expect(hop).toMatchObject({
    target: '5.0.9',
    install: { url: 'https://example.net/5.tgz', sha256: digest('c') },
  });
  expect(hop.via).toBeUndefined();
  expect(hop.install).not.toHaveProperty('file');
  expect(hop.nodes[0]?.install).toEqual({ home: '/srv/c' });
  expect(hop.dataCenters['dc2']?.install).toEqual({});
  expect(parseSpec(hop)).toEqual(hop);
});

test('the last hop is of the target, with the tarballs that the file names for it', () => {
  const spec = parseSpec(
    file([stop('5.0.9')], { nodes: [{ address: '10.0.0.1', install: { file: '/own.tgz' } }] }),
  );
  const hop = specOfHop(spec, '6.0-alpha2');
  expect({ ...hop, via: spec.via }).toEqual(spec);
  expect(hop).not.toHaveProperty('via');
});
