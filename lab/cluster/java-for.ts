/** Which Java the nodes of a lab have. */
import { imageJava } from '../machines/base-image.ts';
import { layoutOf, lineOf, type ReleaseVersion } from '../releases/release-line.ts';
import { jdkMajors, type JdkMajor } from '../toolchain/jdk.ts';

/** The highest that the release runs on, up to that of the base image: the next line always runs on it as well. */
export function javaFor(release: ReleaseVersion): JdkMajor {
  const all: readonly number[] = layoutOf[lineOf(release)].javas;
  return jdkMajors.findLast((major) => major <= imageJava && all.includes(major))!;
}

/** Every release line that runs on that Java, with its home: for the spec file's `java`. */
export function javaByLine(major: JdkMajor, home: string): Record<string, string> {
  const lines = Object.entries(layoutOf).filter(([, { javas }]) =>
    (javas as readonly number[]).includes(major),
  );
  return Object.fromEntries(lines.map(([line]) => [line, home]));
}
