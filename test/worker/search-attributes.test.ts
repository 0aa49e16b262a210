import type { NativeConnection } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { searchAttributes } from '../../knowledge/messages.ts';
import { createLog } from '../../worker/log.ts';
import { Secrets } from '../../worker/redaction.ts';
import { ensureSearchAttributes, registerCommand } from '../../worker/search-attributes.ts';

type Lines = { level: string; msg: string; command?: string }[];

async function ensure(operatorService: object): Promise<Lines> {
  let text = '';
  const destination = { write: (piece: string) => void (text += piece) };
  const log = createLog({ level: 'info', secrets: new Secrets({}), destination });
  await ensureSearchAttributes({ operatorService } as NativeConnection, 'upgrades', log);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Lines[number]);
}

const denied = () => Promise.reject(new Error('Request unauthorized.'));
const all = Object.fromEntries(Object.keys(searchAttributes).map((name) => [name, 2]));

test('a worker without the right to register them goes on and says the command for an administrator', async () => {
  const present = Object.fromEntries(Object.entries(all).filter(([name]) => name !== 'UpgradePhase'));
  const lines = await ensure({
    listSearchAttributes: () => Promise.resolve({ customAttributes: present }),
    addSearchAttributes: denied,
  });
  expect(lines).toMatchObject([
    {
      level: 'warn',
      command:
        'temporal operator search-attribute create --namespace upgrades --name UpgradePhase --type Keyword',
    },
  ]);
});

test('a worker that may not even list them says the whole command', async () => {
  const lines = await ensure({ listSearchAttributes: denied, addSearchAttributes: denied });
  expect(lines).toMatchObject([{ level: 'warn', command: registerCommand('upgrades') }]);
  for (const name of Object.keys(searchAttributes)) expect(lines[0]?.command).toContain(`--name ${name} `);
});

test('two workers that register at once are both content', async () => {
  let asked = 0;
  const lines = await ensure({
    listSearchAttributes: () => Promise.resolve({ customAttributes: asked++ === 0 ? {} : all }),
    addSearchAttributes: () => Promise.reject(new Error('already exists')),
  });
  expect(lines).toEqual([]);
});

test('nothing is asked for where all are there', async () => {
  const lines = await ensure({
    listSearchAttributes: () => Promise.resolve({ customAttributes: all }),
    addSearchAttributes: denied,
  });
  expect(lines).toEqual([]);
});
