import type { NodeId, Release } from '../topology.ts';
import { normalizeRelease } from '../cassandra/release-name.ts';
import { nodeIdOf, nodeIdsOf } from './node-id.ts';
import { isNoise } from './printed-lines.ts';
import { unreadableOutput } from './unreadable-output.ts';

export type CmsInitializeAnswer =
  | { readonly answer: 'initialized' }
  | { readonly answer: 'alreadyInitialized' }
  | { readonly answer: 'notAllUpgraded'; readonly node: NodeId; readonly release: Release | null }
  | { readonly answer: 'mismatch'; readonly nodes: readonly NodeId[] }
  /** `by` is null when the node itself no longer says who. */
  | { readonly answer: 'alreadyInitiated'; readonly by: NodeId | null }
  | { readonly answer: 'noResponse'; readonly nodes: readonly NodeId[] }
  /** Any other refusal, in the node's words. */
  | { readonly answer: 'refused'; readonly text: string };

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

type Reader = readonly [RegExp, (match: RegExpExecArray) => CmsInitializeAnswer];

const readers: readonly Reader[] = [
  [/Can't upgrade from gossip since CMS is already initialized/, () => ({ answer: 'alreadyInitialized' })],
  [
    /All nodes are not yet upgraded - (\S+) is running NodeVersion\{(?:cassandraVersion=([^,}]+))?/,
    ([, node = '', release]) => ({
      answer: 'notAllUpgraded',
      node: nodeIdOf(node),
      release: release === undefined ? null : normalizeRelease(release),
    }),
  ],
  [
    /Got mismatching cluster metadatas(?:\. Check logs on peers \(| from )\[(.*?)\](?:\) for details| aborting)/,
    ([, nodes = '']) => ({ answer: 'mismatch', nodes: nodeIdsOf(nodes) }),
  ],
  [
    /Migration already initiated by (?:Initiator\{initiator=([^,}]+)|(\S+))/,
    ([, inside, plain]) => {
      const by = inside ?? plain ?? 'null';
      return { answer: 'alreadyInitiated', by: by === 'null' ? null : nodeIdOf(by) };
    },
  ],
  [
    /Did not get response from \[(.*?)\] - not continuing with migration/,
    ([, nodes = '']) => ({ answer: 'noResponse', nodes: nodeIdsOf(nodes) }),
  ],
];

/**
 * What `nodetool cms initialize` (6.0) answered. Success is silence and exit code 0. Whatever the answer, the caller
 * looks at `cms describe` next: a lost reply is no answer at all.
 *
 * @source tcm/ClusterMetadataService.java (upgradeFromGossip) and tcm/migration/Election.java of 6.0-alpha2; the
 *   older wording of a mismatch is in NEWS.txt, 5.1
 * @throws RingliftError UnreadableOutput when the exit code and the text don't tell what happened: killed without a
 *   word, not connected, or exit code 0 beside a text that is not known
 */
export function classifyCmsInitialize({ exitCode, stdout, stderr }: CommandResult): CmsInitializeAnswer {
  const said = [...linesOf(stdout), ...linesOf(stderr)];
  const text = said.join('\n');
  for (const [pattern, answer] of readers) {
    const match = pattern.exec(text);
    if (match) return answer(match);
  }
  if (exitCode === 0 && linesOf(stdout).length === 0) return { answer: 'initialized' };
  const complaint = said.find((line) => /^(nodetool|error): (?!Failed to connect to )./.test(line));
  if (exitCode !== 0 && complaint !== undefined)
    return { answer: 'refused', text: complaint.replace(/^(nodetool|error): /, '') };
  throw unreadableOutput('cms initialize', {
    what: 'exit code and output do not tell whether the metadata service was initialized',
    expected: 'silence and exit code 0, or "nodetool: " and a reason',
    found: `exit code ${exitCode} and ${text || 'nothing'}`,
  });
}

/** Here silence is an answer too, and a last line may lack its end. */
function linesOf(output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !isNoise(line) && !line.startsWith("See 'nodetool help'"));
}
