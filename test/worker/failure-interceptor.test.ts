import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { type ErrorName, RingliftError, dispositionOf } from '../../knowledge/errors.ts';
import { shut } from '../../knowledge/verdict.ts';
import { toTemporalFailure as convertWith } from '../../worker/failure-interceptor.ts';
import { Secrets } from '../../worker/redaction.ts';

const secrets = new Secrets({ CQL_PASSWORD: 'hunter2-of-prod1' });
const toTemporalFailure = (error: unknown, signal: AbortSignal) => convertWith(error, signal, secrets);
const calm = new AbortController().signal;
const parts = { where: 'cas-1', what: 'it did not work', expected: 'a', found: 'b', next: 'Look.' };

function convert(error: unknown): ApplicationFailure {
  const failure = toTemporalFailure(error, calm);
  expect(failure).toBeInstanceOf(ApplicationFailure);
  return failure as ApplicationFailure;
}

function aborted(reason: unknown): AbortSignal {
  const controller = new AbortController();
  controller.abort(reason);
  return controller.signal;
}

test.each(Object.entries(dispositionOf))(
  '%s, whose disposition is %s, becomes a failure of that type',
  (name, disposition) => {
    const error = new RingliftError(name as ErrorName, parts);
    const failure = convert(error);
    expect(failure).toMatchObject({ type: name, message: error.message, details: [parts] });
    expect(failure.nonRetryable).toBe(disposition !== 'retry');
  },
);

test('each of the three dispositions occurs, so that the test above shows all of them', () => {
  expect(new Set(Object.values(dispositionOf))).toEqual(new Set(['retry', 'wait', 'stop']));
});

test('the verdicts that an error carries go along in its details', () => {
  const verdicts = [shut('otherNodesUp', ['cas-2 is DN'], 'Start cas-2.')];
  const failure = convert(Object.assign(new RingliftError('GateShut', parts), { verdicts }));
  expect(failure.details).toEqual([{ ...parts, verdicts }]);
});

test('what going back costs goes along too', () => {
  const ledger = { kind: 'binaries', says: 'change of binaries on 1 node; nothing is lost' };
  const failure = convert(Object.assign(new RingliftError('StartFailed', parts), { ledger }));
  expect(failure.details).toEqual([{ ...parts, ledger }]);
});

test('the cause and the place where the error was made survive', () => {
  const cause = new Error('ECONNRESET');
  const error = new RingliftError('NodeUnreachable', parts, { cause });
  const failure = convert(error);
  expect(failure.cause).toBe(cause);
  expect(failure.stack).toBe(error.stack);
});

test('an endless text is cut, and says how long it was', () => {
  const failure = convert(new RingliftError('UnreadableOutput', { ...parts, found: 'x'.repeat(100_000) }));
  expect(failure.message.length).toBeLessThan(2_000);
  expect(failure.message).toContain('characters in all');
  expect(JSON.stringify(failure.details).length).toBeLessThan(4_000);
});

test('an error that is not ours passes unchanged, so that it is tried again', () => {
  const error = new TypeError('a bug');
  expect(toTemporalFailure(error, calm)).toBe(error);
});

test('a cancellation passes untouched', () => {
  const cancelled = new CancelledFailure('WORKER_SHUTDOWN');
  expect(toTemporalFailure(cancelled, aborted(cancelled))).toBe(cancelled);
});

test('what a library throws because of the cancellation becomes the cancellation, also inside our own error', () => {
  const cancelled = new CancelledFailure('CANCELLED');
  const abort = Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });
  const ours = new RingliftError('CommandFailed', parts, { cause: abort });
  expect(toTemporalFailure(abort, aborted(cancelled))).toBe(cancelled);
  expect(toTemporalFailure(ours, aborted(cancelled))).toBe(cancelled);
});

test('an abort without a cancellation of the activity is an error like others', () => {
  const abort = Object.assign(new Error('own time limit'), { name: 'AbortError' });
  expect(toTemporalFailure(abort, calm)).toBe(abort);
});

test('an error of ours that comes by chance during a cancellation is still reported', () => {
  const failure = toTemporalFailure(
    new RingliftError('DiskFull', parts),
    aborted(new CancelledFailure('CANCELLED')),
  );
  expect(failure).toMatchObject({ type: 'DiskFull', nonRetryable: true });
});

test('no secret gets into a failure, which history keeps: not in message, parts, stack or causes', () => {
  const cause = new Error('login hunter2-of-prod1 refused', { cause: new Error('deeper hunter2-of-prod1') });
  const failure = convert(
    new RingliftError('CommandFailed', { ...parts, found: '-p hunter2-of-prod1' }, { cause }),
  );
  const plain = toTemporalFailure(new TypeError('bug at hunter2-of-prod1'), calm) as Error;
  const kept = [failure, failure.cause, failure.cause?.cause, plain] as Error[];
  const texts = kept.map(({ message, stack }) => `${message} ${stack}`);
  expect(`${texts.join()} ${JSON.stringify(failure.details)}`).not.toContain('hunter2');
  expect(kept.map(({ message }) => message)).toEqual([
    expect.stringContaining('-p [redacted]'),
    'login [redacted] refused',
    'deeper [redacted]',
    'bug at [redacted]',
  ]);
  expect(plain.name).toBe('TypeError');
});
