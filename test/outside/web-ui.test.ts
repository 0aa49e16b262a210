import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../activities/evidence-store.ts';
import { judgeCmsReadiness } from '../../knowledge/gates/cms-readiness.ts';
import { clusterAtTheDoor, doorInput } from '../knowledge/gates/healthy-cluster.ts';
import { digestB, scriptedActivities, specFor } from '../workflows/scripted-activities.ts';
import { launchChromium } from './chromium.ts';
import { type Stage, startStage } from './stage.ts';
import { UpgradePage } from './upgrade-page.ts';

const pictureOfDoor = fileURLToPath(new URL('../../docs/images/web-ui-at-the-door.png', import.meta.url));
const atDoor = 'Waits for approval: 0 of 1';
const door = judgeCmsReadiness(doorInput(clusterAtTheDoor()));
const digest = digestOf(door.facts);

let stage: Stage;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const script = scriptedActivities();
  // Nothing changes while it waits.
  script.watches = false;
  // What a person sees before this door is what the gates say of a healthy cluster.
  script.activities.collectDoorEvidence = async () => ({
    ...door,
    digest,
    warning: 'After `cms initialize` there is no way back to the old release.',
  });
  stage = await startStage(script);
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await stage?.close();
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  page.setDefaultTimeout(120_000);
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    const path = join(tmpdir(), `ringlift-web-ui-${process.pid}.png`);
    await page.screenshot({ path });
    console.error(`the page when "${task.name}" failed: ${path}`);
  }
  await page.close();
});

test('an upgrade is started by the form, watched at the door, approved by a Signal, and seen completed', async () => {
  const upgrade = new UpgradePage(page, stage.uiUrl, 'prod1');
  await upgrade.start(specFor('prod1'));
  const shown = await upgrade.details(atDoor);
  expect(shown).toContain('phase 6 of 8: ONE WAY: initialize the CMS');
  expect(shown).toContain('nodes done: 3 of 3');
  expect(shown).toContain('ringlift approve prod1 --evidence');
  expect(shown).toContain('temporal workflow signal -w cassandra-upgrade/prod1 --name approve');
  if (process.env['RINGLIFT_PICTURES'] === '1') await upgrade.picture(pictureOfDoor, atDoor);

  const payload = /^\{"by":"your-name".*\}$/m.exec(shown)?.[0] ?? '';
  await upgrade.send('Signal', 'approve', payload.replace('your-name', 'ann'));
  await upgrade.state('Completed').waitFor();
  await upgrade.details('prod1 runs 6.0-alpha2.');
});

test('an approval by Update of other evidence is refused in the dialog, with the reason', async () => {
  const upgrade = new UpgradePage(page, stage.uiUrl, 'prod2');
  await upgrade.start(specFor('prod2'));
  await upgrade.details(atDoor);
  const dialog = await upgrade.send('Update', 'approve', JSON.stringify({ by: 'ann', evidence: digestB }));
  await dialog.getByText('this is not the evidence that stands now').first().waitFor();
  expect(await upgrade.state('Running').isVisible()).toBe(true);
});
