/** A release of Cassandra as one tar.gz in the cache: the official one where it can be had, else put together here. */
import { cached, type FoundThing, type Say } from '../toolchain/cache-folder.ts';
import { download, publishedDigest } from '../toolchain/download.ts';
import { assembleRelease, assemblyRecipe } from './assemble-release.ts';
import { releaseLibraries } from './copy-libraries.ts';
import type { ReleaseVersion } from './release-line.ts';

/** The current patch of a line is at the first place, every release ever at the second. */
const officialFolders = [
  'https://downloads.apache.org/cassandra',
  'https://archive.apache.org/dist/cassandra',
];

export interface ReleaseTarball {
  readonly file: string;
  readonly sha256: string;
  /** `cache`, an address, or `assembled from ...`. */
  readonly from: string;
}

/** Unpacks to `apache-cassandra-<version>/{bin,conf,lib}`. Its path is `releases/apache-cassandra-<version>-bin.tar.gz`. */
export async function releaseTarball(version: ReleaseVersion, say: Say): Promise<ReleaseTarball> {
  const name = tarballName(version);
  const recipe = await assemblyRecipe(version);
  const found: FoundThing = await cached(
    { name: `releases/${name}`, recipe, make: (file) => makeTarball(version, file, say) },
    say,
  );
  return { file: found.path, sha256: found.sha256, from: found.from };
}

function tarballName(version: ReleaseVersion): string {
  return `apache-cassandra-${version}-bin.tar.gz`;
}

async function makeTarball(version: ReleaseVersion, file: string, say: Say): Promise<string> {
  for (const folder of officialFolders) {
    const url = `${folder}/${version}/${tarballName(version)}`;
    try {
      const published = await publishedDigest(`${url}.sha512`, 'sha512');
      say(`downloading ${url}`);
      await download(url, file, published);
      return url;
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  }
  const libraries = await releaseLibraries(version, say);
  say(`assembling ${tarballName(version)} from ${libraries.path}`);
  await assembleRelease(version, libraries.path, file);
  return `assembled from ${libraries.from === 'cache' ? 'cached jars' : libraries.from}`;
}
