import { expect, test } from 'vitest';
import { isConnectError } from '../../../knowledge/nodetool/connect-error.ts';

const refused = "nodetool: Failed to connect to '127.0.0.1:7199' - ConnectException: 'Connection refused'.\n";

test('a refused connection, on whichever stream and below warnings', () => {
  expect(isConnectError('', refused)).toBe(true);
  expect(isConnectError(refused, '')).toBe(true);
  expect(isConnectError('', `WARN  10:01:59 x\n${refused}Failed to connect to JMX\n`)).toBe(true);
});

test('an answer, an empty answer and an error that speaks of connections are no connect error', () => {
  expect(isConnectError('ReleaseVersion: 5.0.9\n', '')).toBe(false);
  expect(isConnectError('', '')).toBe(false);
  expect(isConnectError('', 'error: Failed to connect to the other node\n')).toBe(false);
});
