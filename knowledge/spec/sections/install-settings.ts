/** How the target comes onto a node. What each way needs and excludes is in refuse-install.ts. */
import { z } from 'zod';
import { absolutePath, command, duration, packageVersion, tarballDigest, tarballUrl } from './scalars.ts';

/** One more package, on the worker or at an address. */
export const packageFile = z.strictObject({
  file: z.string().min(1).optional().describe('On the worker.'),
  url: tarballUrl.optional().describe('Where the worker gets it from.'),
  sha256: tarballDigest,
});

const commands = z
  .strictObject({
    isInstalled: command.describe('Exits 0 when that release is installed, 1 when it is not.'),
    install: command.describe('Installs it and starts nothing; it may be run twice, and cut off anywhere.'),
    remove: command.optional().describe('Run before `install`, such as one that removes other packages.'),
    goBack: command
      .optional()
      .describe('Brings the release of before back. Default: `install` with that one.'),
    limit: duration.default('30m').describe('How long each may take.'),
  })
  .describe('Your own way of installing; `{release}` and `{former}` in their words are the two releases.');

export const install = z.strictObject({
  method: z
    .enum(['tarball', 'deb', 'rpm', 'commands'])
    .default('tarball')
    .describe('By a tarball beside the old one, by packages, or by commands of your own.'),
  file: z.string().min(1).optional().describe("The target's release tarball or package, on the worker."),
  url: tarballUrl.optional().describe('Where the worker gets it from.'),
  version: packageVersion
    .optional()
    .describe('Version of the package in a repository that is set up on the nodes.'),
  sha256: tarballDigest.optional().describe('Digest of the file.'),
  package: z
    .string()
    .regex(/^[a-z0-9][A-Za-z0-9+.-]*$/, 'the name of a package')
    .optional()
    .describe('Name of the package. Default: cassandra.'),
  also: z
    .array(packageFile)
    .optional()
    .describe('Packages that are installed together with it, such as cassandra-tools.'),
  former: z
    .array(packageFile)
    .optional()
    .describe('Packages of the release that is left, where no repository has them: the way back needs them.'),
  commands: commands.optional(),
  home: absolutePath
    .optional()
    .describe('The symlink that names the installation in use; it is switched. Of packages their folder.'),
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
