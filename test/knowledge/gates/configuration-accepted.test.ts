import { expect, test } from 'vitest';
import { configurationAccepted } from '../../../knowledge/gates/configuration-accepted.ts';
import { expectOpen, expectShut, remedyOf } from './expect-verdict.ts';
import { addYaml, healthyCluster, healthySpec, preflightInput, spoil, withYaml } from './healthy-cluster.ts';

const healthy = healthyCluster();
const judgeIt = (inventory = healthy, spec = healthySpec()) =>
  configurationAccepted(preflightInput(inventory, spec));

test('opens when every file can be carried over, and says what is changed in how many', () => {
  const verdict = judgeIt(addYaml(healthy, '10.0.0.2', 'reject_out_of_token_range_requests: false'));
  expectOpen(verdict, 'the cassandra.yaml of 3 nodes was merged for 6.0-alpha2');
  expectOpen(
    verdict,
    '1 node: reject_out_of_token_range_requests removed',
    '3 nodes: storage_compatibility_mode added',
  );
});

test('stays shut for a key that the target refuses, names the nodes and takes over the remedy', () => {
  const verdict = judgeIt(
    addYaml(addYaml(healthy, '10.0.0.2', 'no_such_key: 1'), '10.0.0.3', 'no_such_key: 2'),
  );
  expectShut(verdict, 'cass2 (10.0.0.2) and cass3 (10.0.0.3): no_such_key');
  expect(remedyOf(verdict)).toContain('On cass2 (10.0.0.2) and cass3 (10.0.0.3): Remove no_such_key');
});

test('opens on nodes that have been carried over already', () => {
  expectOpen(judgeIt(healthyCluster({ releases: ['6.0-alpha2', '5.0.9'] })));
});

test('stays shut when a release is of no line that is known', () => {
  const version = { release: '9.9.9', dse: null };
  expectShut(
    judgeIt(spoil(healthy, '10.0.0.2', { version })),
    'cass2 (10.0.0.2): which keys 9.9.9 takes is not known',
  );
});

test('stays shut when a file can not be understood, or its storage mode is none', () => {
  expectShut(
    judgeIt(withYaml(healthy, '10.0.0.2', 'a: [1\nb: }')),
    'cass2 (10.0.0.2): its cassandra.yaml can not',
  );
  expectShut(
    judgeIt(addYaml(healthy, '10.0.0.2', 'storage_compatibility_mode: X')),
    'cass2 (10.0.0.2)',
    'found X',
  );
});

test('stays shut when configuration or release are not known', () => {
  expectShut(
    judgeIt(withYaml(healthy, '10.0.0.2', undefined)),
    'cass2 (10.0.0.2): its cassandra.yaml was not read',
  );
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { host: null })), 'cass2 (10.0.0.2): the machine');
  expectShut(judgeIt(spoil(healthy, '10.0.0.2', { version: null })), 'cass2 (10.0.0.2): nodetool version');
  expectShut(judgeIt({ ...healthy, nodes: [] }));
});

test('stays shut while the jar of an agent lies inside the release, and opens when it lies elsewhere', () => {
  const withOptions = (text: string) => {
    const host = healthy.nodes.find(({ node }) => node === '10.0.0.2')?.host;
    if (!host) throw new Error('no such node');
    const configuration = { ...host.configuration, 'jvm-server.options': text };
    return judgeIt(
      spoil(healthy, '10.0.0.2', {
        host: { ...host, configuration, releaseInUse: '/opt/apache-cassandra-5.0.9' },
      }),
    );
  };
  const inside = withOptions('-Xmx1G\n-javaagent:/opt/apache-cassandra-5.0.9/lib/jmx.jar=7070\n');
  expectShut(inside, 'cass2 (10.0.0.2): -javaagent:/opt/apache-cassandra-5.0.9/lib/jmx.jar');
  expect(remedyOf(inside)).toContain('Put the jar outside of the release');
  expectOpen(withOptions('-Xmx1G\n#-javaagent:lib/x.jar\n-javaagent:/opt/agents/jmx.jar=7070\n'));
});
