import { expect, test } from 'vitest';
import type { StorageMode } from '../../../knowledge/cassandra/releases.ts';
import { judgeModeReadiness } from '../../../knowledge/gates/mode-readiness.ts';
import { othersFitMode } from '../../../knowledge/gates/others-fit-mode.ts';
import { settingInUse } from '../../../knowledge/gates/setting-in-use.ts';
import type { Inventory } from '../../../knowledge/inventory.ts';
import type { SettingChange } from '../../../knowledge/setting-change.ts';
import { expectOpen, expectShut } from './expect-verdict.ts';
import {
  clusterAtTheDoor,
  doorInput,
  healthyCluster,
  nodeGateInput,
  seeRow,
  spoil,
  withYaml,
} from './healthy-cluster.ts';

const upgrading: SettingChange = { setting: 'storageMode', to: 'UPGRADING' };
const none: SettingChange = { setting: 'storageMode', to: 'NONE' };
const node = '10.0.0.1';

function inModes(...modes: StorageMode[]): Inventory {
  const cluster = clusterAtTheDoor();
  return cluster.nodes.reduce<Inventory>((inventory, seen, index) => {
    const text = seen.host?.configuration['cassandra.yaml'] ?? '';
    return withYaml(inventory, seen.node, text.replace('CASSANDRA_4', modes[index] ?? 'CASSANDRA_4'));
  }, cluster);
}

const fits = (inventory: Inventory, change: SettingChange) =>
  othersFitMode({ ...nodeGateInput(inventory, node, {}, clusterAtTheDoor()), change });

test('UPGRADING wants every other node on the release, whatever its mode', () => {
  expectOpen(fits(inModes(), upgrading));
  expectOpen(fits(inModes('CASSANDRA_4', 'UPGRADING', 'NONE'), upgrading));
  const mixed = healthyCluster({ releases: ['6.0-alpha2', '6.0-alpha2', '5.0.9'] });
  expectShut(fits(mixed, upgrading), 'cass3 (10.0.0.3) runs 5.0.9, not 6.0-alpha2');
});

test('NONE wants every other node in UPGRADING or NONE', () => {
  expectOpen(fits(inModes('CASSANDRA_4', 'UPGRADING', 'NONE'), none));
  expectShut(
    fits(inModes('UPGRADING', 'UPGRADING', 'CASSANDRA_4'), none),
    'CASSANDRA_4, and NONE wants UPGRADING',
  );
  const odd = inModes('UPGRADING', 'UPGRADING', 'SOMETHING' as StorageMode);
  expectShut(fits(odd, none), 'storage_compatibility_mode unknown');
});

test('what another node did not tell keeps it shut', () => {
  expectShut(fits(spoil(inModes(), '10.0.0.2', { version: null }), upgrading));
  expectShut(fits(spoil(inModes(), '10.0.0.2', { host: null }), none));
});

const inUse = (value: string | null | undefined, change: SettingChange) =>
  settingInUse({
    ...nodeGateInput(clusterAtTheDoor(), node),
    change,
    settingInUse: value === undefined ? null : { value },
  });

test('only the word of the process proves that the setting is in use', () => {
  expectOpen(
    inUse('UPGRADING', upgrading),
    'cass1 (10.0.0.1): system_views.settings says storage_compatibility_mode UPGRADING',
  );
  expectShut(inUse('CASSANDRA_4', upgrading), 'wanted UPGRADING');
  expectShut(inUse(null, upgrading), 'says storage_compatibility_mode null, wanted UPGRADING');
  expectShut(inUse(undefined, upgrading), 'did not tell what is in use');
  expectOpen(inUse('false', { setting: 'legacyPort' }));
  expectShut(inUse('true', { setting: 'legacyPort' }), 'wanted false');
});

const all = (mode: StorageMode) =>
  Object.fromEntries(clusterAtTheDoor().nodes.map((each) => [each.node, mode]));
const atDoor = (
  inventory: Inventory,
  wanted: 'UPGRADING' | 'NONE',
  running: Record<string, StorageMode | null>,
) => judgeModeReadiness({ ...doorInput(inventory, {}, clusterAtTheDoor()), wanted, running });
const gate = (judged: ReturnType<typeof atDoor>, name: string) =>
  judged.verdicts.find((each) => each.gate === name)!;

test('the door to UPGRADING opens to a whole cluster, and what is approved names the modes that run', () => {
  const judged = atDoor(inModes(), 'UPGRADING', all('CASSANDRA_4'));
  expect(judged.verdicts.filter(({ open }) => !open)).toEqual([]);
  expect(judged.isBehind).toBe(false);
  expect(judged.facts).toContain('storage mode to restart in: UPGRADING');
  expect(judged.facts).toContain('runs in storage mode CASSANDRA_4: 10.0.0.1 10.0.0.2 10.0.0.3');
  expect(judged.facts.some((fact) => fact.startsWith('cms'))).toBe(false);
});

test('it stays shut while a node is down, another release runs, or a mode is not told', () => {
  const down = atDoor(seeRow(inModes(), '10.0.0.2', { state: 'DN' }), 'UPGRADING', all('CASSANDRA_4'));
  expectShut(gate(down, 'allUp'));
  const mixed = healthyCluster({ releases: ['6.0-alpha2', '6.0-alpha2', '5.0.9'] });
  expectShut(gate(atDoor(mixed, 'UPGRADING', all('CASSANDRA_4')), 'allOnTarget'));
  const silent = atDoor(inModes(), 'UPGRADING', { ...all('CASSANDRA_4'), [node]: null });
  expectShut(gate(silent, 'modeBefore'), 'does not tell the storage_compatibility_mode');
});

test('a file that says something else than the process runs in keeps it shut', () => {
  const judged = atDoor(inModes('UPGRADING'), 'UPGRADING', all('CASSANDRA_4'));
  expectShut(gate(judged, 'modeBefore'), 'runs in CASSANDRA_4, and its cassandra.yaml says UPGRADING');
});

test('the door to NONE opens only once every node has run in UPGRADING, and is behind once all run in it', () => {
  const modes = ['UPGRADING', 'UPGRADING', 'UPGRADING'] as const;
  expectOpen(gate(atDoor(inModes(...modes), 'NONE', all('UPGRADING')), 'modeBefore'));
  const late = atDoor(inModes('UPGRADING', 'UPGRADING', 'CASSANDRA_4'), 'NONE', {
    ...all('UPGRADING'),
    '10.0.0.3': 'CASSANDRA_4',
  });
  expectShut(gate(late, 'modeBefore'), 'NONE comes only after every node has run in UPGRADING');
  expect(atDoor(inModes('NONE', 'NONE', 'NONE'), 'NONE', all('NONE')).isBehind).toBe(true);
  expect(atDoor(inModes('NONE', 'NONE', 'NONE'), 'NONE', { ...all('NONE'), [node]: null }).isBehind).toBe(
    false,
  );
});
