import { expect, test } from 'vitest';
import { rejoinConfiguration, sameTokens } from '../../../knowledge/cassandra/rejoin-configuration.ts';

const tokens = ['-9', '5', '12'];
const files = { 'cassandra.yaml': 'cluster_name: prod1\nnum_tokens: 3', 'jvm.options': '-Xmx8G\n' };

test('for its first start out of DSE a node gets its own tokens, streams nothing and is let in', () => {
  const { files: made } = rejoinConfiguration(files, { tokens });
  expect(made?.['cassandra.yaml']).toBe(
    [
      'cluster_name: prod1',
      'num_tokens: 3',
      '# Ringlift: first start out of DSE, begin. It is removed once the node serves.',
      'auto_bootstrap: false',
      "initial_token: '-9,5,12'",
      '# Ringlift: first start out of DSE, end.',
      '',
    ].join('\n'),
  );
  expect(made?.['jvm.options']).toMatch(
    /^-Xmx8G\n# Ringlift: .*begin.*\n-Dcassandra.allow_unsafe_join=true\n# Ring/,
  );
});

test('keys that say the same already stay as they are, and are not said twice', () => {
  const yaml = 'auto_bootstrap: false\ninitial_token: 12, 5,-9\n';
  const { files: made } = rejoinConfiguration({ ...files, 'cassandra.yaml': yaml }, { tokens });
  expect(made?.['cassandra.yaml']).toBe(yaml);
});

test.each([
  ['auto_bootstrap: true\n', 'auto_bootstrap', 'must not stream'],
  ['initial_token: 1,2,3\n', 'initial_token', 'other tokens than the 3'],
])('%j is refused: nobody but a person decides between the two', (yaml, key, why) => {
  const { files: made, refused } = rejoinConfiguration({ ...files, 'cassandra.yaml': yaml }, { tokens });
  expect(made).toBeNull();
  expect(refused).toMatchObject({ key, why: expect.stringContaining(why) });
});

test('tokens are the same in whatever order', () => {
  expect(sameTokens(['1', '2'], ['2', ' 1'])).toBe(true);
  expect(sameTokens(['1', '2'], ['1'])).toBe(false);
});
