import ssh2 from 'ssh2';
import { expect, test } from 'vitest';
import { keyPair } from '../../../../lab/simulation/machine/key-pair.ts';

test('every key pair of a thousand can be read', () => {
  const unreadable = Array.from({ length: 1_000 }, keyPair).filter(
    (pair) =>
      ssh2.utils.parseKey(pair.private) instanceof Error || ssh2.utils.parseKey(pair.public) instanceof Error,
  );
  expect(unreadable).toEqual([]);
});
