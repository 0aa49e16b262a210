import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { acceptedKeys, nearestKey } from '../../../knowledge/cassandra/accepted-keys.ts';
import type { ReleaseLine } from '../../../knowledge/cassandra/release-line.ts';
import { keyChanges } from '../../../knowledge/cassandra/yaml-keys.ts';

const path = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const facts = path('../shared/facts/yaml-keys.json');
const missing = !existsSync(facts);

interface Facts {
  readonly keys: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly aliases: Readonly<Record<string, Readonly<Record<string, { readonly to: string }>>>>;
}

test.skipIf(missing)('the module is what its generator makes of the list today', () => {
  const made = execFileSync(process.execPath, [path('script/generate-yaml-keys.mjs'), facts], {
    encoding: 'utf8',
  });
  expect(readFileSync(path('knowledge/cassandra/yaml-keys.ts'), 'utf8')).toBe(made);
});

test.skipIf(missing)(
  'each line accepts exactly the keys and old names of the list, but for nested ones',
  () => {
    const { keys, aliases } = JSON.parse(readFileSync(facts, 'utf8')) as Facts;
    const nested = [
      'preferLocalRack',
      'useDynamicSnitchScores',
      'configurations',
      'format',
      'selected_format',
    ];
    for (const [release, listed] of Object.entries(keys)) {
      const line = /^\d+\.\d+/.exec(release)?.[0] as ReleaseLine;
      const accepted = acceptedKeys(line);
      expect([...accepted.keys].toSorted(), release).toEqual(
        Object.keys(listed)
          .filter((key) => !nested.includes(key))
          .toSorted(),
      );
      const renamed = Object.entries(aliases[release] ?? {}).filter(([old, { to }]) => old !== to);
      expect([...accepted.aliases].map(([old, { to }]) => [old, to]).toSorted(), release).toEqual(
        renamed.map(([old, { to }]) => [old, to]).toSorted(),
      );
    }
  },
);

test('no old name is dropped once it is taken', () => {
  for (const old of acceptedKeys('4.1').aliases.keys()) {
    expect(acceptedKeys('6.0').aliases.has(old), old).toBe(true);
  }
});

test('6.0 takes no key that it removed, and the keys of 3.0 are those of 3.11', () => {
  expect(acceptedKeys('6.0').keys.has('native_transport_port_ssl')).toBe(false);
  expect(acceptedKeys('5.0').keys.has('native_transport_port_ssl')).toBe(true);
  expect(acceptedKeys('3.0')).toEqual(acceptedKeys('3.11'));
  expect(Object.keys(keyChanges)).toEqual(['3.11', '4.0', '4.1', '5.0', '6.0']);
});

test('a misspelt key is near to the one that was meant, and nonsense is near to nothing', () => {
  expect(nearestKey('num_token', '6.0')).toBe('num_tokens');
  expect(nearestKey('read_request_timeout_in_msec', '5.0')).toBe('read_request_timeout_in_ms');
  expect(nearestKey('zzz', '6.0')).toBeNull();
});
