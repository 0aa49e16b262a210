/** What the hops of DataStax Enterprise need to be told. */
import { z } from 'zod';
import { absolutePath } from './scalars.ts';

export const dse = z.strictObject({
  systemTables: z
    .enum(['rejoin', 'prepared'])
    .optional()
    .describe(
      'How a node gets system.local and system.peers that Apache Cassandra reads when it leaves DSE. rejoin: both are taken away, and the node starts on its own address and tokens under a new host id, so that hints for it are lost: repair afterwards. prepared: your own sstables of both are put in place.',
    ),
  prepared: absolutePath
    .optional()
    .describe(
      'For systemTables "prepared": a folder on each node with the files of its two tables, in `local` and `peers`, written by the target release.',
    ),
  driversAtProtocol: z
    .literal(3)
    .optional()
    .describe(
      'Your word that all drivers are pinned at this version of the client protocol, for the hop from DSE 4.8 to 5.0: 4.8 can not list its clients.',
    ),
});
