import { test } from 'vitest';
import { clientErrors } from '../../../knowledge/gates/client-errors.ts';
import { droppedMessages } from '../../../knowledge/gates/dropped-messages.ts';
import { gcPauses } from '../../../knowledge/gates/gc-pauses.ts';
import { hintsDelivered } from '../../../knowledge/gates/hints-delivered.ts';
import { judgeServiceBefore } from '../../../knowledge/gates/judge-service-before.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import { baseline, earlier, serviceInput, view } from './service-seen.ts';

const errors = (timeouts: number) => ({ errors: { timeouts, unavailables: 0, failures: 0 } });

test('all of them open on a cluster that serves as before, and shut on a node of which nothing is known', () => {
  for (const verdict of judgeServiceBefore(serviceInput())) expectOpen(verdict);
  for (const verdict of judgeServiceBefore(serviceInput({ now: null, problems: ['ssh: refused'] }))) {
    expectShut(verdict, 'cass2 (10.0.0.2): how it serves could not be read: ssh: refused');
  }
  for (const verdict of judgeServiceBefore({ ...serviceInput(), nodes: [] })) expectShut(verdict);
});

test('clients’ errors count from look to look, whatever there was before', () => {
  expectOpen(
    clientErrors(serviceInput({ now: view(errors(700)), earlier: earlier(errors(700)) })),
    "cass2 (10.0.0.2): 0 clients' errors a minute, 0 before, at most 0",
  );
  expectShut(
    clientErrors(serviceInput({ now: view(errors(5)), earlier: earlier(errors(3)) })),
    "2 clients' errors a minute, 0 before, at most 0 (since its start: 5 timeouts, 0 unavailables, 0 failures)",
  );
});

test('as many errors as before, and the file’s allowance beyond, are no change', () => {
  const more = { now: view(errors(5)), earlier: earlier(errors(3)) };
  expectOpen(clientErrors(serviceInput({ ...more, before: baseline({ errorsPerMinute: 2 }) })));
  expectOpen(clientErrors(serviceInput(more, { service: { maxErrorsPerMinute: 2 } })));
  expectShut(clientErrors(serviceInput(more, { service: { maxErrorsPerMinute: 1.9 } })), 'at most 1.9');
});

test('of a process that was started since, everything counts', () => {
  const restarted = view({ ...errors(3), process: '4712/100', processSeconds: 60 });
  expectShut(clientErrors(serviceInput({ now: restarted })), "3 clients' errors a minute");
});

test('what nodetool of 3.x does not tell is said and not judged', () => {
  const now = view({ errors: null });
  expectOpen(
    clientErrors(serviceInput({ now, earlier: earlier({ errors: null }) })),
    'jolokia in the file would',
  );
});

test('counters that were read once tell nothing', () => {
  expectShut(clientErrors(serviceInput({ earlier: null })), 'were read once only');
  expectShut(droppedMessages(serviceInput({ earlier: null })), 'were read once only');
});

test('reads and writes that a node dropped since the last look shut it, older ones and others do not', () => {
  const dropped = { MUTATION_REQ: 4, HINT_REQ: 90 };
  expectOpen(
    droppedMessages(serviceInput({ now: view({ dropped }), earlier: earlier({ dropped }) })),
    '0 read or writes dropped since the last look, 4 since its start',
  );
  const before = earlier({ dropped: { MUTATION_REQ: 3 } });
  expectShut(
    droppedMessages(serviceInput({ now: view({ dropped }), earlier: before })),
    '1 read or write dropped since the last look, 4 since its start, at most 0 allowed (MUTATION_REQ 4)',
  );
  const allowed = { maxDroppedMessages: 1 };
  expectOpen(droppedMessages(serviceInput({ now: view({ dropped }), earlier: before }, allowed)));
});

test('a long pause shuts it; cycles beside the application are no pauses', () => {
  const gc = { intervalMillis: 10_000, longestMillis: 2_001, totalMillis: 4_000 };
  expectOpen(gcPauses(serviceInput({ now: view({ gc: { ...gc, longestMillis: 2_000 } }) })));
  expectShut(gcPauses(serviceInput({ now: view({ gc }) })), 'cass2 (10.0.0.2): the longest pause');
  expectOpen(gcPauses(serviceInput({ now: view({ gc, countsPauses: false }) })), 'no pauses to judge');
  expectShut(gcPauses(serviceInput({ now: view() }, { service: { maxGcPause: '39ms' } })), 'at most 39ms');
});

const hints = [{ hostId: 'a1', files: 2, bytes: 300 }];

test('hints for a node that is up are waited for; those for others are told', () => {
  const now = view({ hints });
  expectShut(
    hintsDelivered(serviceInput({ now, up: { a1: 'cass3' } })),
    'cass2 (10.0.0.2): 300 B of hints wait for cass3, which is up',
  );
  expectOpen(
    hintsDelivered(serviceInput({ now, up: { b2: 'cass3' } })),
    'cass2 (10.0.0.2): 2 files of hints for a1, which it does not see up',
  );
  expectOpen(hintsDelivered(serviceInput({ now, up: { a1: 'cass3' } }, { service: { maxHintBytes: 300 } })));
  expectShut(hintsDelivered(serviceInput({ now, up: null })), 'whether these are up is not known');
  expectOpen(hintsDelivered(serviceInput({ now: view({ hints: [] }), up: null })));
});
