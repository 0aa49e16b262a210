import type { Plan, PlannedNode, Step } from '../../../knowledge/plan.ts';
import type { SpecInput } from '../../../knowledge/spec/spec.ts';

/** A file for a cluster that isn't there: whoever answers for it is scripted. */
export function scriptedSpec(cluster: string): SpecInput {
  return {
    cluster,
    target: '6.0.0',
    nodes: [{ address: '10.0.0.1' }],
    ssh: { user: 'ringlift', agent: true },
    install: {
      file: '/srv/apache-cassandra-6.0.0-bin.tar.gz',
      sha256: '0'.repeat(64),
      home: '/opt/cassandra',
    },
    approvals: { who: ['dba-lead', 'dba-oncall'], required: 2 },
  };
}

const nodes: readonly PlannedNode[] = [1, 2, 3].map((number) => ({
  node: `10.0.0.${number}`,
  name: `cass-0${number}`,
  dataCenter: 'dc1',
  rack: `r${number}`,
  isSeed: number === 1,
  release: '5.0.9',
  tokenCount: 16,
}));

/** Three nodes, 5.0.9 to 6.0.0, up to and through the one-way door. */
export function scriptedPlan(cluster: string): Plan {
  const tag = `ringlift-${cluster}-to-6.0.0`;
  const upgrade = (node: string): Step => ({ kind: 'upgradeNode', node });
  return {
    format: 1,
    cluster,
    to: '6.0.0',
    storageMode: 'CASSANDRA_4',
    tag,
    nodes,
    schemaDigest: null,
    phases: [
      { name: 'preflight', steps: [{ kind: 'awaitPreflight' }] },
      { name: 'backup', steps: nodes.map(({ node }) => ({ kind: 'takeSnapshot', node, tag })) },
      { name: 'canary', steps: [upgrade('10.0.0.2')] },
      { name: 'roll', steps: [upgrade('10.0.0.3'), upgrade('10.0.0.1')] },
      {
        name: 'door',
        steps: [
          { kind: 'awaitApproval', door: 'cms' },
          { kind: 'initializeCms', node: '10.0.0.2', ignore: [] },
        ],
      },
      { name: 'verify', steps: [{ kind: 'verifyCms', members: 1 }] },
    ],
    remarks: ['Under CASSANDRA_4 the way back is a change of binaries.'],
  };
}
