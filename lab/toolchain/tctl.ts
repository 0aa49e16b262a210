/** `tctl`, Temporal's old command line: still what some operators type, so the lab shows that it works. */
import { cached, type Say } from './cache-folder.ts';
import { findOnPath } from './find-on-path.ts';
import { goBuild } from './go-build.ts';

const source = {
  module: 'github.com/temporalio/tctl',
  version: 'v1.18.0',
  packagePath: 'github.com/temporalio/tctl/cmd/tctl',
} as const;

export interface FoundTctl {
  readonly path: string;
  readonly from: 'PATH' | 'cache' | 'go build';
}

/** In this order: PATH, the cache, `go build`. Throws FileMissing when Go is missing too. */
export async function findTctl(say: Say): Promise<FoundTctl> {
  const installed = await findOnPath('tctl');
  if (installed !== undefined) return { path: installed, from: 'PATH' };
  const { path, from } = await cached(
    {
      name: `bin/tctl-${source.version}`,
      recipe: Object.values(source).join(' '),
      make: async (file) => {
        await goBuild(source, file, say);
        return 'go build';
      },
    },
    say,
  );
  return { path, from: from === 'cache' ? 'cache' : 'go build' };
}
