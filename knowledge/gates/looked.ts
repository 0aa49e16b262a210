import type { NodeObservation, ObservationProblem } from '../observation.ts';
import type { NodeId } from '../topology.ts';
import type { Objection } from './judge.ts';
import { sayNode } from './say.ts';

/** What a gate may need of a node. */
export type ViewName =
  | 'running'
  | 'version'
  | 'ring'
  | 'cluster'
  | 'gossip'
  | 'info'
  | 'net'
  | 'compactions'
  | 'threadPools'
  | 'repairs'
  | 'latency'
  | 'cms'
  | 'cql'
  | 'host';

interface Source {
  /** How people call it. */
  readonly called: string;
  /** What `asked` of a problem says when it was about this view. */
  readonly asked: RegExp;
}

const nodetool = (command: string): Source => ({
  called: `nodetool ${command}`,
  asked: new RegExp(`(^|\\s)${command}(\\s|$)`),
});

const sources: Record<ViewName, Source> = {
  running: { called: 'the process of Cassandra', asked: /\bprocess\b/ },
  version: nodetool('version'),
  ring: nodetool('status'),
  cluster: nodetool('describecluster'),
  gossip: nodetool('gossipinfo'),
  info: nodetool('info'),
  net: nodetool('netstats'),
  compactions: nodetool('compactionstats'),
  threadPools: nodetool('tpstats'),
  repairs: { called: 'nodetool repair_admin list', asked: /(^|\s)repair_admin(\s|$)/ },
  latency: nodetool('proxyhistograms'),
  cms: { called: 'nodetool cms describe', asked: /(^|\s)cms(\s|$)/ },
  cql: { called: 'a CQL query', asked: /\bcql\b|native transport/i },
  host: { called: 'the machine', asked: /$^/ },
};

export interface Looked {
  /** The observations of the nodes that were expected. */
  readonly nodes: readonly NodeObservation[];
  /** What is not known of them. Anything here keeps the gate shut. */
  readonly unknown: readonly Objection[];
}

/**
 * The rule "not knowing means shut" in one place: nodes that were not looked at, views that are null, and views beside
 * which a problem was noted.
 *
 * @param expected the nodes that must have been looked at; by default those that were
 */
export function looked(
  observations: readonly NodeObservation[],
  needs: readonly ViewName[],
  expected: readonly { readonly node: NodeId; readonly name: string }[] = observations,
): Looked {
  const found = new Map(observations.map((observation) => [observation.node, observation]));
  const nodes: NodeObservation[] = [];
  const unknown: Objection[] = [];
  for (const place of expected) {
    const observation = found.get(place.node);
    if (!observation) {
      unknown.push({
        found: `${sayNode(place)} was not looked at`,
        remedy: `Make ${sayNode(place)} reachable over SSH, then look again.`,
      });
      continue;
    }
    nodes.push(observation);
    unknown.push(...unknownOf(observation, needs));
  }
  return { nodes, unknown };
}

function unknownOf(observation: NodeObservation, needs: readonly ViewName[]): Objection[] {
  const who = sayNode(observation);
  return needs.flatMap((view) => {
    const problem = observation.problems.find(({ asked }) => isAbout(asked, view));
    if (observation[view] !== null && !problem) return [];
    const { called } = sources[view];
    return {
      found: `${who}: ${called} told nothing that can be used: ${sayProblem(problem, observation)}`,
      remedy: called.startsWith('nodetool')
        ? `Run \`${called}\` on ${who}, mend what keeps it from answering, then look again.`
        : `Find out why ${called} on ${who} can not be seen, then look again.`,
    };
  });
}

/** A problem that belongs to no command of Cassandra's was met on the machine itself. */
function isAbout(asked: string, view: ViewName): boolean {
  if (view !== 'host') return sources[view].asked.test(asked);
  return !Object.values(sources).some((source) => source.asked.test(asked));
}

function sayProblem(problem: ObservationProblem | undefined, { problems }: NodeObservation): string {
  if (problem) return `${problem.asked}: ${problem.problem}`;
  const [other] = problems;
  return other ? `it was not read (${other.asked}: ${other.problem})` : 'it was not read';
}
