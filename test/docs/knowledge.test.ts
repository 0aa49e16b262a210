import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { knownBlockers } from '../../knowledge/cassandra/known-blockers.ts';
import { preflightGates } from '../../knowledge/gates/judge-preflight.ts';
import { gateNamesInSources, gatesInSources } from './gates-in-sources.ts';
import { hopsOnPage, knowledgePage } from './knowledge-page.ts';

// script/knowledge writes it anew.
test('docs/knowledge.md is what the code says', async () => {
  const file = '../../docs/knowledge.md';
  const options = await resolveConfig(new URL(file, import.meta.url).pathname);
  const page = await format(knowledgePage(), { ...options, parser: 'markdown' });
  await expect(page).toMatchFileSnapshot(file);
});

test('every gate that is judged anywhere is read from its source, with what it asks for', () => {
  const gates = gatesInSources();
  for (const gate of gates) expect(gate.means.length, `${gate.name} of ${gate.file}`).toBeGreaterThan(20);
  const told = new Set(gates.map(({ name }) => name));
  expect([...told].toSorted()).toEqual(gateNamesInSources());
  for (const { name } of preflightGates) {
    const stages = gates.filter((gate) => gate.name === name).flatMap((gate) => gate.stages);
    expect(stages, name).toContain('preflight');
  }
});

test('the page names every known defect, and no hop that would be refused', () => {
  const page = knowledgePage();
  for (const { id } of knownBlockers) expect(page).toContain(id);
  expect(hopsOnPage().filter(({ supported }) => !supported)).toEqual([]);
});
