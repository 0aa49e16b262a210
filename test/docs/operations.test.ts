import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { metadataAlerts } from '../../knowledge/cassandra/metadata-alerts.ts';
import { dispositionOf } from '../../knowledge/errors.ts';
import type { StepKind } from '../../knowledge/plan.ts';
import { describeStep } from '../../knowledge/procedures/describe-step.ts';
import { defaultTaskQueue } from '../../knowledge/messages.ts';
import { histogramBuckets, metricNames } from '../../worker/metrics.ts';
import { workerEnvironment } from '../../worker/settings.ts';
import { codeOf, projectFolder, readDocument, tableRows } from './documents.ts';
import { gateNamesInSources } from './gates-in-sources.ts';

const guide = readDocument('docs/operations.md');
const rows = tableRows(guide);

test('the guide tells of every error what it does to the upgrade, and what a person does', () => {
  const told = rows.filter(([, does = '']) => /^(retry|wait|stop)$/.test(does));
  expect(Object.fromEntries(told.map(([name, does]) => [codeOf(name), does]))).toEqual(dispositionOf);
  for (const [name, , means = ''] of told) expect(means.length, name).toBeGreaterThan(40);
});

test('the guide says of every gate where it stands, what shuts it and what a person does', () => {
  const told = rows.filter(([, stands = '']) =>
    /^(preflight|before|after|door|behind)(, (before|after|door))*$/.test(stands),
  );
  expect(told.map(([name]) => codeOf(name)).toSorted()).toEqual(gateNamesInSources());
  for (const [name, , means = ''] of told) expect(means.length, name).toBeGreaterThan(60);
});

test('the guide says what to do at every step that can wait for a person', () => {
  const kinds: Record<Exclude<StepKind, 'awaitApproval'>, true> = {
    ...{ awaitPreflight: true, pauseActors: true, resumeActors: true, takeSnapshot: true, upgradeNode: true },
    upgradeGroup: true,
    ...{
      soak: true,
      restartNode: true,
      repairBefore: true,
      rewriteLeftovers: true,
      rewriteSSTables: true,
      repairNode: true,
      initializeCms: true,
      reconfigureCms: true,
    },
    ...{ smokeTestCms: true, verifyCms: true, measureService: true },
  };
  const places = rows.map(([place = '']) => place).join('\n');
  for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
    expect(places).toMatch(new RegExp(`^.*\`${describeStep({ kind }).title}( NODE)?\``, 'm'));
  }
});

test('the guide lists every variable that the product reads, and no other', () => {
  const used = new Set(productFiles().flatMap((file) => readDocument(file).match(/RINGLIFT_[A-Z_]+/g) ?? []));
  const listed = rows.map(([name]) => codeOf(name) ?? '').filter((name) => name.startsWith('RINGLIFT_'));
  expect(listed.toSorted()).toEqual([...used].toSorted());
});

test("the worker's variables stand there with their defaults", () => {
  const { properties = {} } = z.toJSONSchema(workerEnvironment, { io: 'input', unrepresentable: 'any' });
  const listed = Object.fromEntries(rows.map(([name, fallback]) => [codeOf(name), fallback]));
  for (const [name, schema] of Object.entries(properties)) {
    const { default: fallback } = schema as { readonly default?: unknown };
    if (fallback !== undefined) expect(listed[name], name).toBe(`\`${String(fallback)}\``);
  }
  expect(listed['RINGLIFT_TASK_QUEUE']).toBe(`\`${defaultTaskQueue}\``);
});

test('the guide names every metric as Prometheus sees it', () => {
  const wanted = Object.values(metricNames).map((name) =>
    Object.hasOwn(histogramBuckets, name) ? name : `${name}_total`,
  );
  const listed = rows.map(([name]) => codeOf(name) ?? '').filter((name) => name.startsWith('ringlift_'));
  expect(listed.toSorted()).toEqual(wanted.toSorted());
});

/** What is shipped: not the lab, not the tests. */
function productFiles(): string[] {
  const sources = ['activities', 'client', 'worker', 'workflows'].flatMap((room) =>
    readdirSync(join(projectFolder, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|sh)$/.test(name))
      .map((name) => `${room}/${name}`),
  );
  return [...sources, 'docker-compose.yml', 'Dockerfile', 'deploy/example.env'];
}

test('the guide advises every alert on cluster metadata that the report does, in the same words', () => {
  const told = rows.filter(([, where = '']) => /^(every node|members of the CMS)$/.test(where));
  expect(told).toEqual(
    metadataAlerts.map(({ metric, attribute, where, when, why }) => [
      `\`${metric}\` (${attribute})`,
      where,
      when,
      why,
    ]),
  );
});
