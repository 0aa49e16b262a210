import { test } from 'vitest';
import { ownCommandsReady } from '../../../knowledge/gates/own-commands-ready.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';

const judge = (
  finds: { running: boolean; target: boolean } | null,
  running = '3.11.11',
  inUse = { isRunning: true, home: '/opt/vendor', holds: `/opt/vendor/apache-cassandra-${running}` },
) =>
  ownCommandsReady('4.0.7', [
    { who: 'cass1', running, finds, ...(finds ? { inUse } : { problem: 'exit 127' }) },
  ]);

test('opens when the command finds what runs and not the target', () => {
  expectOpen(judge({ running: true, target: false }), 'isInstalled finds 3.11.11, which runs');
});

test('stays shut when it does not find what runs, finds the target already, or could not be asked', () => {
  expectShut(judge({ running: false, target: false }), 'does not find 3.11.11, which runs there');
  expectShut(judge({ running: true, target: true }), 'isInstalled finds 4.0.7, while 3.11.11 runs there');
  expectShut(judge(null), 'cass1: exit 127');
  expectShut(ownCommandsReady('4.0.7', []));
});

test('a node that runs the target already is found on it', () => {
  expectOpen(judge({ running: true, target: true }, '4.0.7'));
});

test('stays shut when what the service would start is not what runs', () => {
  const holds = '/opt/vendor/apache-cassandra-3.11.4';
  const verdict = judge({ running: true, target: false }, '3.11.11', {
    ...{ isRunning: false, home: '/opt/vendor', holds },
  });
  expectShut(verdict, `cass1: /opt/vendor holds ${holds}, while 3.11.11 runs there`);
  const unasked = { who: 'cass1', running: '3.11.11', finds: { running: true, target: false } };
  expectShut(ownCommandsReady('4.0.7', [unasked]), 'it was not asked');
});
