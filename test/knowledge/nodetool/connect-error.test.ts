import { expect, test } from 'vitest';
import { isConnectError, nodetoolHint } from '../../../knowledge/nodetool/connect-error.ts';

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

test('a nodetool that this JDK does not let connect is explained, with what to write where', () => {
  const said =
    "nodetool: Failed to connect to '127.0.0.1:7199' - URISyntaxException: 'Malformed IPv6 address at index 7: rmi://[127.0.0.1]:7199'.";
  expect(nodetoolHint(said)).toContain('CASSANDRA-17581');
  expect(nodetoolHint(said)).toContain('-Dcom.sun.jndi.rmiURLParsing=legacy');
  expect(nodetoolHint("nodetool: Failed to connect to 'x:7199' - ConnectException: 'refused'.")).toBeNull();
});
