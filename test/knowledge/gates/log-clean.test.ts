import { expect, test } from 'vitest';
import type { LogClass, LogSince, NodeGateInput } from '../../../knowledge/gates/gate-input.ts';
import { logClean } from '../../../knowledge/gates/log-clean.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { healthyCluster, healthyLog, healthySpec, nodeGateInput } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (changes: Partial<NodeGateInput> = {}) =>
  logClean(nodeGateInput(healthy, '10.0.0.1', changes));
const logged = (log: Partial<LogSince>) => ({ log: { ...healthyLog(), ...log } });

const fresh: LogClass = {
  level: 'ERROR',
  key: 'ERROR new.Error',
  count: 4,
  known: null,
  example: 'ERROR it broke',
};

test('opens on a log without new errors', () => {
  expectOpen(
    judgeIt(),
    '200 lines of /var/log/cassandra/system.log',
    '0 kinds of new errors, at most 0 allowed',
  );
});

test('stays shut for a new kind of error, and shows it', () => {
  expectShut(judgeIt(logged({ classes: [fresh] })), 'cass1 (10.0.0.1): new ERROR (4 times): ERROR it broke');
});

test('as many kinds as the file allows do not shut it, and are evidence', () => {
  const spec = healthySpec({ gates: { maxNewLogErrors: 1 } });
  expectOpen(judgeIt({ ...logged({ classes: [fresh] }), spec }), 'new ERROR (4 times): ERROR it broke');
  expectShut(
    judgeIt({ ...logged({ classes: [fresh, { ...fresh, key: 'ERROR other' }] }), spec }),
    '2 kinds of new errors',
  );
});

test('errors that it logged before as well, or that are known to be harmless, are not new', () => {
  const classes = [
    { ...fresh, key: 'ERROR old.Error' },
    { ...fresh, known: 'every start logs it' },
  ];
  expectOpen(judgeIt(logged({ classes })), '0 kinds of new errors');
});

test('without a log of before every kind is new', () => {
  const classes = [{ ...fresh, key: 'ERROR old.Error' }];
  expectShut(judgeIt({ ...logged({ classes }), before: null }), 'nothing was kept of its log of before');
});

test('new warnings do not shut it, and are evidence; old ones are not', () => {
  const classes: LogClass[] = [
    { ...fresh, level: 'WARN', key: 'WARN new.Warning', example: 'WARN odd' },
    { ...fresh, level: 'WARN', key: 'WARN old.Warning', example: 'WARN as ever' },
  ];
  const verdict = judgeIt(logged({ classes }));
  expectOpen(verdict, 'new WARN (4 times): WARN odd');
  expect(verdict.evidence.join()).not.toContain('as ever');
});

test('stays shut while the start is not complete', () => {
  expectShut(
    judgeIt(logged({ startupComplete: false })),
    'cass1 (10.0.0.1): "Startup complete" was not seen',
  );
});

test('stays shut when the log was not read or the node was not looked at', () => {
  expectShut(judgeIt({ log: null }), 'cass1 (10.0.0.1): its log since the start could not be read');
  expectShut(judgeIt({ observations: [] }), 'cass1 (10.0.0.1) was not looked at');
});
