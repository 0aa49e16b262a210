import { test } from 'vitest';
import { existsSync, writeFileSync } from 'node:fs';
import { startStage } from './stage.ts';
import { scriptedActivities, specFor } from '../workflows/scripted-activities.ts';
test('hold', async () => {
  const s = await startStage(scriptedActivities());
  writeFileSync('/tmp/w/outside/hold.json', JSON.stringify(s));
  writeFileSync('/tmp/w/outside/f.json', JSON.stringify(specFor('prod1')));
  while (existsSync('/tmp/w/outside/hold.json')) await new Promise((r) => setTimeout(r, 500));
  await s.close();
}, 36e5);
