import { expect, test } from 'vitest';
import { armoured, signedText, textToSign } from '../../knowledge/approval-text.ts';

const stand = {
  cluster: 'prod1',
  runId: '0199-run',
  door: 'cms',
  stand: 3,
  evidence: `sha256:${'a'.repeat(64)}`,
} as const;
const text = signedText(textToSign(stand), 'ann');

test('is written once and for all: signatures are made of its bytes', () => {
  expect(text).toBe(
    [
      'ringlift approval 1',
      'purpose: let the upgrade through this door, with this evidence, once',
      'cluster: prod1',
      'workflow: cassandra-upgrade/prod1',
      'run: 0199-run',
      'door: cms',
      'stand: 3',
      `evidence: sha256:${'a'.repeat(64)}`,
      'approver: "ann"',
      '',
    ].join('\n'),
  );
});

test.each([
  { cluster: 'prod2' },
  { runId: 'another' },
  { door: 'afterCanary' as const },
  { stand: 4 },
  { evidence: `sha256:${'b'.repeat(64)}` },
])('is another text for %j', (change) => {
  expect(signedText(textToSign({ ...stand, ...change }), 'ann')).not.toBe(text);
});

test('a name with a line break stays one line', () => {
  const lines = signedText(textToSign(stand), 'ann"\nstand: 9').split('\n');
  expect(lines).toHaveLength(10);
  expect(lines[8]).toBe(String.raw`approver: "ann\"\nstand: 9"`);
});

const body = 'U1NIU0lHAAAAAQ'.repeat(12);
const armour = (lines: string[]) =>
  `-----BEGIN SSH SIGNATURE-----\n${lines.join('\n')}\n-----END SSH SIGNATURE-----\n`;
const wanted = armour([body.slice(0, 70), body.slice(70, 140), body.slice(140)]);

test('a signature that was pasted into one line is the signature all the same', () => {
  expect(armoured(wanted)).toBe(wanted);
  expect(armoured(wanted.replaceAll('\n', ' '))).toBe(wanted);
  expect(armoured(wanted.replaceAll('\n', ''))).toBe(wanted);
  expect(armoured(`  ${wanted.replaceAll('\n', '\r\n')}`)).toBe(wanted);
});

test.each([
  '',
  'yes',
  body,
  armour([]),
  armour(['not base64!']),
  wanted.replaceAll('SSH', 'PGP'),
  armour(['A'.repeat(20_000)]),
])('is no signature: %#', (pasted) => {
  expect(armoured(pasted)).toBeNull();
});
