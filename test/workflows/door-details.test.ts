import { expect, test } from 'vitest';
import { signedText, textToSign } from '../../knowledge/approval-text.ts';
import type { Waiting } from '../../knowledge/messages.ts';
import { open, shut } from '../../knowledge/verdict.ts';
import { doorDetails, evidenceText } from '../../workflows/door-details.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const toSign = textToSign({ cluster: 'prod1', runId: 'r', door: 'cms', stand: 2, evidence: digest });
const waiting: Extract<Waiting, { for: 'approval' }> = {
  for: 'approval',
  door: 'cms',
  warning: 'no way back',
  evidence: digest,
  facts: ['one', 'two'],
  verdicts: [open('allUp', ['3 nodes UN']), shut('nothingRunning', ['a repair runs'], 'Wait for it.')],
  approvals: [],
  required: 1,
  who: ['ann'],
  stand: 2,
  changed: { at: '2026-11-25T20:00:00Z', difference: ['- one', '+ another'] },
  since: '2026-11-25T20:00:00Z',
};

test('shows shut gates with what opens them before all else, and what changed', () => {
  const lines = doorDetails('prod1', waiting).join('\n');
  expect(lines).toContain('1 of 2 gates are shut');
  expect(lines).toContain('- ✗ nothingRunning: a repair runs. Wait for it.');
  expect(lines).toContain('changed at 20:00:00, approvals of before are void:\n```\n- one\n+ another\n```');
  expect(lines.indexOf('nothingRunning')).toBeLessThan(lines.indexOf('ringlift approve'));
});

test('shows what is signed, to the byte, and how', () => {
  const lines = doorDetails('prod1', { ...waiting, toSign }).join('\n');
  expect(lines).toContain(`\`\`\`\n${signedText(toSign, 'your-name')}\`\`\``);
  expect(lines).toContain('ssh-keygen -Y sign -n ringlift@cassandra-upgrade');
  expect(lines).not.toContain('tctl');
});

test('stays short enough for the page, also with everything at once', () => {
  const long = shut('allUp', ['x'.repeat(5_000)], 'y'.repeat(5_000));
  const difference = Array.from({ length: 50 }, (_, index) => `+ ${'z'.repeat(2_000)} ${index}`);
  const all = { ...waiting, toSign, verdicts: [long], changed: { at: waiting.since, difference } };
  expect(doorDetails('prod1', all).join('\n').length).toBeLessThan(4_500);
});

test('the evidence is digest and facts, and what is signed behind them', () => {
  expect(evidenceText(waiting)).toBe(`${digest}\none\ntwo`);
  const text = evidenceText({ ...waiting, toSign });
  expect(text.startsWith(`${digest}\none\ntwo\n\n`)).toBe(true);
  expect(text.endsWith(signedText(toSign, 'your-name'))).toBe(true);
});
