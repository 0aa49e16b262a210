import type { YamlText } from '../cassandra/yaml-text.ts';
import type { NodeObservation } from '../observation.ts';
import type { Verdict } from '../verdict.ts';
import type { PreflightInput } from './gate-input.ts';
import { judge } from './judge.ts';
import type { Findings, Objection } from './judge.ts';
import { looked } from './looked.ts';
import { sayList, sayNode } from './say.ts';
import { yamlOf } from './yaml-of.ts';

/**
 * `num_tokens` of each cassandra.yaml is the number of tokens that the node owns. Else it does not start again: "Cannot
 * change the number of tokens from 256 to 16". Without the key it is 1, and `initial_token` counts its own words.
 *
 * @source config/DatabaseDescriptor.java (applyInitialTokens), StorageService.java (prepareToJoin) of 3.11 to 5.0
 */
export function numTokensKept({ inventory }: PreflightInput): Verdict {
  const { nodes, unknown } = looked(inventory.nodes, ['host', 'ring']);
  const judged = nodes.map(judgeTokens);
  const counts = new Set(judged.flatMap(({ seen }) => seen));
  return judge('numTokensKept', {
    seen: counts.size === 0 ? [] : [`num_tokens as owned: ${sayList([...counts])}`],
    against: [...unknown, ...judged.flatMap(({ against }) => against)],
    standsFor: ['S0-11', 'S1-14'],
  });
}

function judgeTokens(seen: NodeObservation): Pick<Findings, 'seen' | 'against'> {
  const owned = seen.ring?.nodes.find(({ address }) => address === seen.node)?.tokenCount;
  if (!seen.host || !seen.ring) return { seen: [], against: [] };
  const { yaml, objection } = yamlOf(seen);
  if (objection) return { seen: [], against: [objection] };
  const configured = configuredTokens(yaml);
  if (owned !== undefined && configured === owned) return { seen: [String(owned)], against: [] };
  return { seen: [], against: [tokensDiffer(sayNode(seen), configured, owned)] };
}

/** Null: contradictory or no number. */
function configuredTokens(yaml: YamlText): number | null {
  const number = yaml.valueOf('num_tokens');
  const initial = yaml.valueOf('initial_token');
  const listed = initial === null || initial === '' ? null : initial.split(',').length;
  if (number === null) return listed ?? 1;
  if (!/^\d+$/.test(number) || (listed !== null && listed !== Number(number))) return null;
  return Number(number);
}

function tokensDiffer(who: string, configured: number | null, owned: number | undefined): Objection {
  if (owned === undefined) {
    return {
      found: `${who} does not show itself in its own nodetool status, so its tokens are not known`,
      remedy: `Run \`nodetool status\` and \`nodetool info\` on ${who}, and give its broadcastAddress in the file.`,
    };
  }
  return {
    found: `${who}: cassandra.yaml sets ${configured ?? 'contradictory'} tokens (num_tokens, initial_token), it owns ${owned}`,
    remedy: `Set \`num_tokens: ${owned}\` in the cassandra.yaml of ${who}: with any other value it does not start again.`,
  };
}
