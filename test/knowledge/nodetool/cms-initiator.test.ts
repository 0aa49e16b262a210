import { expect, test } from 'vitest';
import { askInitiator, nobody, readCmsInitiator } from '../../../knowledge/nodetool/cms-initiator.ts';
import { recordings } from './recordings.ts';

const refusal = (current: string) => ({
  exitCode: 1,
  stdout: `nodetool: Current initiator [${current}] does not match provided /${nobody}:7000 - run this command on a node where initialization has not yet been cleared, with the correct expected initiator\nSee 'nodetool help' or 'nodetool help <command>'.\n`,
  stderr: '',
});

test('asks by an abort of what nobody began', () => {
  expect(askInitiator).toBe('cms abortinitialization --initiator 0.0.0.0');
});

test('reads who began it, and which attempt it is', () => {
  const token = '7d0a4d5c-6f1d-4c0e-9d3a-0f7f2f7b9f11';
  expect(readCmsInitiator(refusal(`Initiator{initiator=/10.0.0.1:7000, initToken=${token}}`))).toEqual({
    node: '10.0.0.1',
    token,
  });
  expect(
    readCmsInitiator(refusal(`Initiator{initiator=/[2001:db8:0:0:0:0:0:1]:7000, initToken=${token}}`)),
  ).toMatchObject({ node: '2001:db8::1' });
});

test('null where nothing is under way: never begun, done, or just being finished', () => {
  expect(readCmsInitiator(refusal('null'))).toBeNull();
  const [done] = recordings().filter(({ command }) => command.startsWith('cms abortinitialization'));
  expect(done?.exitCode).toBe(1);
  expect(readCmsInitiator({ exitCode: 1, stdout: done?.text ?? '', stderr: '' })).toBeNull();
});

test.each([
  { exitCode: 0, stdout: '', stderr: '' },
  { ...refusal('null'), exitCode: 0 },
  { exitCode: 1, stdout: '', stderr: "nodetool: Failed to connect to '127.0.0.1:7199'" },
  { exitCode: 124, stdout: '', stderr: '' },
  refusal('Initiator{endpoint=somewhere}'),
])('anything else is not understood: %j', (answer) => {
  expect(() => readCmsInitiator(answer)).toThrow(/does not tell who began/);
});
