import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const javaVersion = '17.0.15';

/**
 * Lays out what passes for a JDK: a `java` that tells its version and judges a cassandra.yaml, and the program that plays
 * a running JVM, whose executable is `.../bin/java` as in life.
 * @param folder as this process finds it
 */
export function makeJavaHome(folder: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(join(folder, 'jre', 'bin'), { recursive: true });
  writeFileSync(join(folder, 'release'), `IMPLEMENTOR="Simulation"\nJAVA_VERSION="${javaVersion}"\n`);
  writeFileSync(join(folder, 'bin', 'java'), javaScript, { mode: 0o755 });
  copyFileSync('/bin/sh', join(folder, 'jre', 'bin', 'java'));
  chmodSync(join(folder, 'jre', 'bin', 'java'), 0o755);
}

/** Its file of refused keys lies beside the jar that the class path names. */
const javaScript = `#!/bin/sh
if [ "$1" = -version ]; then
  echo 'openjdk version "${javaVersion}" 2025-04-15' >&2
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
