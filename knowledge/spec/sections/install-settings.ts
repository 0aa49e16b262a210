/** How the target comes onto a node. */
import { z } from 'zod';
import { absolutePath, tarballDigest, tarballUrl } from './scalars.ts';

export const install = z.strictObject({
  method: z.literal('tarball').default('tarball'),
  file: z.string().min(1).optional().describe("The target's release tarball, on the worker."),
  url: tarballUrl.optional().describe('Where the worker gets the tarball from.'),
  sha256: tarballDigest.describe('Digest of the tarball.'),
  home: absolutePath.describe('The symlink that names the installation in use; it is switched.'),
  releases: absolutePath
    .optional()
    .describe('Folder in which releases lie beside each other. Default: the folder of `home`.'),
  conf: absolutePath
    .optional()
    .describe('Folder of cassandra.yaml. Default: `conf` below `home`, which moves with the release.'),
  carryData: z
    .enum(['link', 'move', 'copy'])
    .optional()
    .describe(
      "How folders of data below `home` become those of the next release, where cassandra.yaml names none or such: a link to where they are, moved to the new release's folder, or copied there.",
    ),
  log: absolutePath.default('/var/log/cassandra/system.log').describe("Cassandra's system log on the nodes."),
});
