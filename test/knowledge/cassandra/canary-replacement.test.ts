import { expect, test } from 'vitest';
import { canaryReplacement } from '../../../knowledge/cassandra/canary-replacement.ts';

test('the first node on DSE 5.0 can be replaced by one of 4.8, by its replicas, and no more beside a second', () => {
  const says = canaryReplacement('dse-4.8.14', 'dse-5.0.14');
  expect(says).toMatch(/only node on dse-5\.0\.14 .* empty one of dse-4\.8\.14/);
  expect(says).toMatch(/-Dcassandra\.replace_address/);
  expect(says).toMatch(/what it alone holds is lost/);
  expect(says).toMatch(/Not once a second node runs dse-5\.0\.14/);
});

test.each([
  ['dse-4.8.9', 'dse-4.8.14'],
  ['dse-5.0.14', 'dse-5.1.4'],
  ['dse-5.1.4', '3.11.19'],
  ['3.11.19', '4.0.19'],
  ['5.0.9', '6.0-alpha2'],
])('of %s to %s nothing is said that nobody did', (from, to) => {
  expect(canaryReplacement(from, to)).toBeNull();
});
