/** Releases besides the target: those on the way to it, and those wanted in spite of a defect. */
import { z } from 'zod';
import { packageFile } from './install-settings.ts';
import { packageVersion, release, tarballDigest, tarballUrl } from './scalars.ts';

export const insisted = z.strictObject({
  release,
  reason: z.string().trim().min(1).describe('Why it must be this very release; it stands in the report.'),
});

export const stop = z.strictObject({
  release,
  file: z.string().min(1).optional().describe("This release's tarball or package, on the worker."),
  url: tarballUrl.optional().describe('Where the worker gets it from.'),
  version: packageVersion.optional().describe('Version of its package in a repository.'),
  sha256: tarballDigest.optional().describe('Digest of the file.'),
  also: z.array(packageFile).optional().describe('Packages that are installed together with it.'),
});
