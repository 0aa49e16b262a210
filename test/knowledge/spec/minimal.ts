import type { SpecInput } from '../../../knowledge/spec/spec.ts';

/** The shortest file that is accepted. */
export const minimal: SpecInput = {
  cluster: 'prod1',
  target: '6.0-alpha2',
  nodes: [{ address: '10.0.0.1' }],
  ssh: { user: 'ops', agent: true },
  install: { file: '/srv/apache-cassandra.tar.gz', sha256: 'a'.repeat(64), home: '/opt/cassandra' },
  approvals: { who: ['ann', 'ben'] },
};
