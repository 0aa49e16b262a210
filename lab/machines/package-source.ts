/** Where this computer gets its Debian packages, so that machines come from the same place. */
import { readFileSync, readdirSync } from 'node:fs';

export interface PackageSource {
  /** Such as http://deb.debian.org/debian, without a slash at the end. */
  readonly mirror: string;
  readonly suite: string;
}

const fallback: PackageSource = { mirror: 'http://deb.debian.org/debian', suite: 'bookworm' };

/**
 * Reads apt's own files, in both of their formats. Machines are Debian whatever this computer is: only a source of
 * Debian's main archive counts.
 * @param files texts of sources.list and of the files in sources.list.d
 */
export function packageSourceOf(files: readonly string[]): PackageSource {
  for (const text of files) {
    for (const paragraph of text.split(/\n\s*\n/)) {
      const found = deb822(paragraph) ?? oneLine(paragraph);
      if (found) return { ...found, mirror: found.mirror.replace(/\/+$/, '') };
    }
  }
  return fallback;
}

export function packageSourceOfThisComputer(): PackageSource {
  const folder = '/etc/apt/sources.list.d';
  const names = list(folder).filter((name) => /\.(list|sources)$/.test(name));
  return packageSourceOf(['/etc/apt/sources.list', ...names.map((name) => `${folder}/${name}`)].map(read));
}

function deb822(paragraph: string): PackageSource | undefined {
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.+)$`, 'mi').exec(paragraph)?.[1]?.trim().split(/\s+/);
  if (field('Enabled')?.[0] === 'no' || !field('Types')?.includes('deb')) return undefined;
  return debianMain(field('URIs')?.[0], field('Suites')?.[0], field('Components') ?? []);
}

function oneLine(paragraph: string): PackageSource | undefined {
  for (const line of paragraph.split('\n')) {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+(.+)$/.exec(line);
    const found = match && debianMain(match[1], match[2], match[3]!.trim().split(/\s+/));
    if (found) return found;
  }
  return undefined;
}

/** Suites with a dash or slash (bookworm-updates, bookworm-security) hold no whole system. */
function debianMain(
  mirror: string | undefined,
  suite: string | undefined,
  components: string[],
): PackageSource | undefined {
  if (!mirror || !suite || !components.includes('main') || !/^[a-z]+$/.test(suite)) return undefined;
  if (!/^https?:\/\//.test(mirror) || !/\/debian\/?$/.test(mirror)) return undefined;
  return { mirror, suite };
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
