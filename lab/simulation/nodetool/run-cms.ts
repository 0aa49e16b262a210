import type { Cassandra } from '../machine/cassandra.ts';
import { CmsRefusal } from '../model/cms-model.ts';
import { type Answer, refused, said } from './answer.ts';

/** `nodetool cms ...` that changes something: silent when it is done. @source recorded cms of 6.0-alpha2 */
export async function runCms(cassandra: Cassandra, words: readonly string[]): Promise<Answer> {
  const [verb = '', ...rest] = words;
  switch (verb) {
    case 'initialize':
      return initialize(cassandra, rest);
    case 'abortinitialization':
      cassandra.cluster.cms.abortInitialization(rest[rest.indexOf('--initiator') + 1] ?? '');
      return said('');
    case 'reconfigure':
      return reconfigure(cassandra, rest);
    case 'snapshot':
      return said('');
    default:
      return refused(`Unmatched argument at index 3: '${verb}'`);
  }
}

/** Dies the process in between, the migration stays begun: somebody has to abort it. */
async function initialize(cassandra: Cassandra, words: readonly string[]): Promise<Answer> {
  const { cms } = cassandra.cluster;
  const ignored = words.filter((_, index) => /^(-i|--ignore)$/.test(words[index - 1] ?? ''));
  cms.beginInitialization(cassandra.node, ignored);
  await cassandra.work(cassandra.takes.initializeCms);
  cms.finishInitialization();
  return said('');
}

/** Member after member; broken off it stays active, and is resumed. */
async function reconfigure(cassandra: Cassandra, words: readonly string[]): Promise<Answer> {
  const { cms } = cassandra.cluster;
  const [first = ''] = words;
  if (first === '--cancel' || first === '-c') {
    cms.cancelReconfiguration();
    return said('');
  }
  if (!cms.isInitialized) throw new CmsRefusal('Can not reconfigure CMS: the cluster is in gossip mode');
  if (first === '--resume' || first === '-r') {
    if (!cms.isReconfiguring) return said('');
  } else if (cms.isReconfiguring) {
    throw new CmsRefusal(
      'Can not commit transformation: "INVALID"(Already executing a CMS reconfiguration).',
      2,
    );
  } else cms.prepareReconfiguration(words);
  do await cassandra.work(cassandra.takes.addCmsMember);
  while (cms.advanceReconfiguration());
  return said('');
}
