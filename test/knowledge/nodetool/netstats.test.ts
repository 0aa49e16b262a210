import { describe, expect, test } from 'vitest';
import { parseNetStats } from '../../../knowledge/nodetool/netstats.ts';
import { refusal } from './refusal.ts';

const pools = `Read Repair Statistics:
Attempted: 0
Mismatch (Blocking): 0
Mismatch (Background): 0
Pool Name                    Active   Pending      Completed   Dropped
Large messages                  n/a         0              2         1
Small messages                  n/a         0        6150577       557
Gossip messages                 n/a         0          10458         0
`;
const streams = `Bootstrap 2062b290-7f3a-11e8-9358-cd941b956e60
    /10.0.0.2 (using /192.168.0.2)
        Receiving 2 files, 97 bytes total. Already received 1 files (50.00%), 21 bytes total (21.65%)
            /data/shop/orders/nb-1-big-Data.db 21/97 bytes (21%) received from idx:0/10.0.0.2
    /10.0.0.3
Repair 2062b290-7f3a-11e8-9358-cd941b956e61
    /10.0.0.2
        Sending 1 files, 97 bytes total. Already sent 0 files (0.00%), 0 bytes total (0.00%)
`;

test('an idle node, with what it dropped', () => {
  expect(parseNetStats(`Mode: DRAINED\nNot sending any streams.\n${pools}`)).toEqual({
    mode: 'DRAINED',
    streams: 0,
    idle: true,
    droppedMessages: 558,
  });
});

test('streams are counted by plan, not by peer', () => {
  expect(parseNetStats(`Mode: JOINING\n${streams}${pools}`)).toMatchObject({ streams: 2, idle: false });
});

test('a node that starts prints no pools', () => {
  expect(parseNetStats('Mode: STARTING\nNot sending any streams.\n')).toEqual({
    mode: 'STARTING',
    streams: 0,
    idle: true,
    droppedMessages: null,
  });
});

describe('refused is', () => {
  const whole = `Mode: NORMAL\nNot sending any streams.\n${pools}`;
  test.each([
    ['a node that is up and prints no pools', 'Mode: NORMAL\nNot sending any streams.\n'],
    ['a table without its last row', whole.slice(0, whole.indexOf('Gossip'))],
    ['neither streams nor their absence', `Mode: NORMAL\n${pools}`],
    ['streams beside their absence', `Mode: NORMAL\nNot sending any streams.\n${streams}${pools}`],
    ['a count that is no number', whole.replace('557', 'few')],
  ])('%s', (_what, text) => {
    expect(() => parseNetStats(text)).toThrow(refusal);
  });
});
