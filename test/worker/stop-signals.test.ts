import { afterEach, expect, test, vi } from 'vitest';
import { createLog } from '../../worker/log.ts';
import { Secrets } from '../../worker/redaction.ts';
import { onStopSignals } from '../../worker/stop-signals.ts';

const log = createLog({ level: 'error', secrets: new Secrets({}), destination: { write: () => undefined } });
afterEach(() => void vi.restoreAllMocks());

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)(
  'the first %s stops gracefully, the second ends at once with the usual exit code',
  (signal, code) => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('ended here');
    });
    const stop = vi.fn<() => void>();
    const forget = onStopSignals(log, stop);
    process.emit(signal, signal);
    expect(stop).toHaveBeenCalledOnce();
    expect(exit).not.toHaveBeenCalled();
    expect(() => process.emit(signal, signal)).toThrow('ended here');
    expect(exit).toHaveBeenCalledExactlyOnceWith(code);
    expect(stop).toHaveBeenCalledOnce();
    forget();
  },
);

test('once it is over, signals mean what they meant before', () => {
  const before = process.listenerCount('SIGTERM');
  const forget = onStopSignals(log, () => undefined);
  expect(process.listenerCount('SIGTERM')).toBe(before + 1);
  forget();
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
