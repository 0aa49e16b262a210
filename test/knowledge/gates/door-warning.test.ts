import { expect, test } from 'vitest';
import { doorWarning } from '../../../knowledge/gates/door-warning.ts';
import { clusterAtTheDoor, planFor } from './healthy-cluster.ts';

const plan = planFor(clusterAtTheDoor());

test('says that there is no way back, and whom it cuts off', () => {
  expect(doorWarning('cms', plan, [])).toMatch(/^After `cms initialize` there is no way back: /);
  expect(doorWarning('cms', plan, [])).not.toContain('--ignore');
  expect(doorWarning('cms', plan, ['10.0.0.3', '10.0.0.2'])).toContain(
    'It is run with --ignore 10.0.0.2 --ignore 10.0.0.3: cass2 (10.0.0.2) and cass3 (10.0.0.3) are cut off by it',
  );
});

test('says of the canary what follows', () => {
  expect(doorWarning('afterCanary', plan, [])).toContain('lets all other nodes follow');
});
