/** `nodetool` on a simulated machine: its options, then looking commands, then those that change something. */
import { isBefore } from '../../../knowledge/cassandra/release-line.ts';
import { type Cassandra, ProcessEnded } from '../machine/cassandra.ts';
import { CmsRefusal } from '../model/cms-model.ts';
import { type Answer, connectionLost, connectionRefused, refused, said, threw } from './answer.ts';
import { answerQuestion } from './answer-question.ts';
import { runCms } from './run-cms.ts';
import { runRepair } from './run-repair.ts';
import { clearSnapshots, printSnapshots, takeSnapshot } from './run-snapshot.ts';
import { stopCompactions, upgradeSSTables } from './run-upgradesstables.ts';

export interface NodetoolCall {
  readonly args: readonly string[];
  /** A line that it prints at once. */
  readonly print: (line: string) => void;
}

type Run = (cassandra: Cassandra, words: readonly string[], print: (line: string) => void) => Promise<Answer>;

const changes: Readonly<Record<string, Run>> = {
  drain: async (cassandra) => {
    await cassandra.drain();
    return said('');
  },
  snapshot: takeSnapshot,
  listsnapshots: async (cassandra) => said(printSnapshots(cassandra)),
  clearsnapshot: clearSnapshots,
  upgradesstables: upgradeSSTables,
  stop: stopCompactions,
  repair: runRepair,
  setcompactionthroughput: async ({ node }, [rate = '64']) => {
    node.compactionThroughput = Number(rate);
    return said('');
  },
  flush: async () => said(''),
  enablebinary: async ({ node }) => {
    node.serving = node.mode === 'NORMAL';
    return said('');
  },
  disablebinary: async (cassandra) => {
    cassandra.stopServing();
    return said('');
  },
};

export async function runNodetool(cassandra: Cassandra, { args, print }: NodetoolCall): Promise<Answer> {
  const { port, words } = withoutOptions(args);
  // While it starts, JMX does not listen yet.
  if (cassandra.pid === null || cassandra.node.mode === 'STARTING') return connectionRefused(port);
  const question = answerQuestion(cassandra.cluster, cassandra.node, words);
  if (question) return question;
  const [verb = '', ...rest] = words;
  const isCms = verb === 'cms' && !isBefore(cassandra.node.line, '6.0');
  const run = isCms ? runCms : changes[verb];
  if (!run) return unknown(cassandra, verb);
  try {
    return await run(cassandra, rest, print);
  } catch (error) {
    if (error instanceof ProcessEnded) return connectionLost();
    if (error instanceof CmsRefusal)
      return error.exitCode === 1 ? refused(error.message) : threw(error.message);
    return threw(error instanceof Error ? error.message : String(error), 'java.io.IOException');
  }
}

/** `-h H -p P -u U -pwf F` before the command, as Ringlift gives them. */
function withoutOptions(args: readonly string[]): { port: string; words: string[] } {
  const words = [...args];
  let port = '7199';
  while (words[0]?.startsWith('-')) {
    const [option, value = ''] = words.splice(0, 2);
    if (option === '-p') port = value;
  }
  return { port, words };
}

/** @source recorded `nosuchcommand` of 5.0.9 and 6.0-alpha2 */
function unknown({ node }: Cassandra, verb: string): Answer {
  return refused(
    isBefore(node.line, '6.0')
      ? `Found unexpected parameters: [${verb}]`
      : `Unmatched argument at index 2: '${verb}'`,
  );
}
