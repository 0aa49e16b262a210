import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { signingKeyOf } from '../../../client/signing/signing-key.ts';

test('the command line comes before the environment, and neither is no key', () => {
  expect(signingKeyOf({ sign: '/keys/mine' }, '/keys/other')).toEqual({ kind: 'file', file: '/keys/mine' });
  expect(signingKeyOf({ signWithAgent: true }, '/keys/other')).toEqual({
    kind: 'agent',
    publicKeyFile: null,
  });
  expect(signingKeyOf({ signWithAgent: '/keys/mine.pub' }, undefined)).toEqual({
    kind: 'agent',
    publicKeyFile: '/keys/mine.pub',
  });
  expect(signingKeyOf({}, undefined)).toBeNull();
  expect(signingKeyOf({}, '')).toBeNull();
});

test('a public key in the environment means the agent', () => {
  expect(signingKeyOf({}, '~/.ssh/id.pub')).toEqual({
    kind: 'agent',
    publicKeyFile: `${homedir()}/.ssh/id.pub`,
  });
  expect(signingKeyOf({}, '~/.ssh/id')).toEqual({ kind: 'file', file: `${homedir()}/.ssh/id` });
});

test('a public key is no private one', () => {
  expect(() => signingKeyOf({ sign: '/keys/mine.pub' }, undefined)).toThrow(
    '--sign-with-agent /keys/mine.pub',
  );
});
