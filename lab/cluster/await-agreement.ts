/** Waiting for a ring that is whole: what a node serves in its first seconds says nothing about the others. */
import { parseDescribeCluster } from '../../knowledge/nodetool/describecluster.ts';
import type { LabCluster } from './lab-cluster.ts';

/**
 * Until each node says of itself and of all others that they are up with one schema. Before that a write at ALL fails
 * on "1 alive", and a statement on a new table fails on a node that has not heard of it (both measured on 5.0.9).
 */
export async function awaitAgreement(lab: LabCluster, limitMillis: number): Promise<void> {
  const until = Date.now() + limitMillis;
  for (;;) {
    const answers = await Promise.all(
      lab.nodes.map(async ({ name }) => ({ name, ...(await lab.nodetool(name, 'describecluster')) })),
    );
    const late = answers.filter(
      ({ stdout, exitCode }) => exitCode !== 0 || !isWhole(stdout, lab.nodes.length),
    );
    if (late.length === 0) return;
    if (Date.now() > until) {
      const said = late.map(({ name, stdout, stderr }) => `${name}: ${stderr.trim()}\n${stdout}`).join('\n');
      throw new Error(
        `the nodes do not all see each other with one schema after ${limitMillis} ms:\n${said}`,
      );
    }
  }
}

function isWhole(stdout: string, nodes: number): boolean {
  const { schemaVersions, unreachable } = parseDescribeCluster(stdout);
  return unreachable.length === 0 && schemaVersions.length === 1 && schemaVersions[0]?.nodes.length === nodes;
}
