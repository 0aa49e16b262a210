import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { serverSettings } from '../../worker/server-settings.ts';
import { readCompose, readProjectFile } from './compose.ts';

test("the production server's dynamic configuration says the same as the development server's", () => {
  const text = readProjectFile('deploy/temporal/dynamic-config.yaml');
  const file = parse(text) as Record<string, { value: unknown; constraints?: unknown }[]>;
  const values = Object.fromEntries(Object.entries(file).map(([key, [first]]) => [key, first?.value]));
  expect(values).toEqual(serverSettings);
  // One value each, without constraints: for all namespaces and task queues.
  for (const entry of Object.values(file))
    expect(entry.map((value) => Object.keys(value))).toEqual([['value']]);
});

test('the compose file mounts it where it tells the server to look', () => {
  const { environment = {}, volumes = [] } = readCompose().services['temporal'] ?? {};
  const [folder, place] = volumes[0]?.split(':') ?? [];
  expect(folder).toBe('./deploy/temporal');
  expect(environment['DYNAMIC_CONFIG_FILE_PATH']).toBe(`${place}/dynamic-config.yaml`);
});
