import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReleaseLine, isBefore, releaseLines } from '../../../knowledge/cassandra/release-line.ts';

const versions = { jdk8: '1.8.0_402', jdk11: '11.0.28', jdk17: '17.0.15' } as const;

export type JavaHome = keyof typeof versions;

/** What the service of a release runs on here, as a service that reads JAVA_HOME by release. */
export function javaOf(line: ReleaseLine): JavaHome {
  if (isBefore(line, '4.0')) return 'jdk8';
  return isBefore(line, '5.0') ? 'jdk11' : 'jdk17';
}

/** Those of a line and of all after it. */
export function javasFrom(line: ReleaseLine): { [line: string]: JavaHome } {
  const later = releaseLines.filter((each) => !isBefore(each, line));
  return Object.fromEntries(later.map((each) => [each, javaOf(each)]));
}

/**
 * Lays out what passes for a JDK: a `java` that tells its version and judges a cassandra.yaml, and the program that plays
 * a running JVM, whose executable is `.../bin/java` as in life.
 * @param folder as this process finds it
 */
export function makeJavaHome(folder: string, home: JavaHome): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'jre', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'release'), `IMPLEMENTOR="Simulation"\nJAVA_VERSION="${versions[home]}"\n`);
  writeFileSync(join(folder, 'bin', 'java'), javaScript(versions[home]), { mode: 0o755 });
  copyFileSync('/bin/sh', join(folder, 'jre', 'bin', 'java'));
  chmodSync(join(folder, 'jre', 'bin', 'java'), 0o755);
}

/** Its file of refused keys lies beside the jar that the class path names. */
const javaScript = (version: string) => `#!/bin/sh
if [ "$1" = -version ]; then
  echo 'openjdk version "${version}" 2025-04-15' >&2
  exit 0
fi
for word; do
  case $word in
  -Dcassandra.config=file://*) yaml=\${word#-Dcassandra.config=file://} ;;
  *:*.jar) jar=\${word##*:} ;;
  esac
done
refused=
while read -r key; do
  ! grep -q "^$key:" "$yaml" || refused="$refused\${refused:+, }$key"
done <"\${jar%/*}/refused-keys"
[ -z "$refused" ] && exit 0
echo "Exception (org.apache.cassandra.exceptions.ConfigurationException) encountered during startup: Invalid yaml. Please remove properties [$refused] from your cassandra.yaml"
exit 1
`;
