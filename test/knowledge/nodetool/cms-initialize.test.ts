import { describe, expect, test } from 'vitest';
import { classifyCmsInitialize } from '../../../knowledge/nodetool/cms-initialize.ts';
import { refusal } from './refusal.ts';

const help = "See 'nodetool help' or 'nodetool help <command>'.\n";
const refusedWith = (text: string) => ({ exitCode: 1, stdout: `nodetool: ${text}\n${help}`, stderr: '' });

test('silence and exit code 0 are success, warnings aside', () => {
  const stderr = 'WARN  [main] 2024-01-25 10:01:59,745 Something.java:1 - x\n';
  expect(classifyCmsInitialize({ exitCode: 0, stdout: '', stderr })).toEqual({ answer: 'initialized' });
});

describe('a known refusal', () => {
  const known: [string, object][] = [
    ["Can't upgrade from gossip since CMS is already initialized", { answer: 'alreadyInitialized' }],
    [
      'All nodes are not yet upgraded - /10.0.0.2:7000 is running NodeVersion{cassandraVersion=5.0.9, serializationVersion=-1}',
      { answer: 'notAllUpgraded', node: '10.0.0.2', release: '5.0.9' },
    ],
    [
      'Got mismatching cluster metadatas. Check logs on peers ([/10.0.0.2:7000, /[0:0:0:0:0:0:0:1]:7000]) for details of mismatches. Aborting migration.',
      { answer: 'mismatch', nodes: ['10.0.0.2', '::1'] },
    ],
    [
      'Migration already initiated by Initiator{initiator=/10.0.0.3:7000, initToken=fd576da0-c09b-11e9-b00c-1520e8c38f00}',
      { answer: 'alreadyInitiated', by: '10.0.0.3' },
    ],
    [
      'Migration already initiated by Initiator{initiator=null, initToken=null}',
      { answer: 'alreadyInitiated', by: null },
    ],
    [
      'Did not get response from [/10.0.0.2:7000] - not continuing with migration. Ignore down hosts with --ignore <host>',
      { answer: 'noResponse', nodes: ['10.0.0.2'] },
    ],
    [
      'Initial CMS node needs to be fully joined, not: BOOTSTRAPPING',
      { answer: 'refused', text: 'Initial CMS node needs to be fully joined, not: BOOTSTRAPPING' },
    ],
  ];
  test.each(known)('%s', (text, answer) => {
    expect(classifyCmsInitialize(refusedWith(text))).toEqual(answer);
    const onStderr = { exitCode: 2, stdout: '', stderr: `error: ${text}\n-- StackTrace --\njava.lang.X\n` };
    expect(classifyCmsInitialize(onStderr)).toEqual(answer);
  });
});

test('a known refusal counts even beside exit code 0', () => {
  const result = {
    ...refusedWith("Can't upgrade from gossip since CMS is already initialized"),
    exitCode: 0,
  };
  expect(classifyCmsInitialize(result)).toEqual({ answer: 'alreadyInitialized' });
});

describe('what leaves it open is refused', () => {
  test.each([
    ['killed without a word', { exitCode: 137, stdout: '', stderr: '' }],
    ['out of time', { exitCode: 124, stdout: '', stderr: '' }],
    ['not silent, exit code 0', { exitCode: 0, stdout: 'Initializing CMS...\n', stderr: '' }],
    [
      'not connected',
      {
        exitCode: 1,
        stdout: '',
        stderr: "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'x'.\n",
      },
    ],
  ])('%s', (_what, result) => {
    expect(() => classifyCmsInitialize(result)).toThrow(refusal);
  });
});
