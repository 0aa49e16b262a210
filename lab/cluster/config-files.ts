/** The files below conf/ that an operator has changed, made from what the release ships. */
import type { ConfigFiles, ReadShipped } from './ground.ts';
import {
  cassandraYaml,
  jvmOptions,
  ownJvmOptions,
  rackProperties,
  type ConfigOptions,
} from './operator-config.ts';

export async function configFiles(options: ConfigOptions, shipped: ReadShipped): Promise<ConfigFiles> {
  return {
    'cassandra.yaml': cassandraYaml(options),
    'cassandra-rackdc.properties': rackProperties(options.node),
    ...(await jvmFiles(shipped)),
  };
}

async function jvmFiles(shipped: ReadShipped): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  // 3.11 has one file of options; later releases have a common one and one for each JDK.
  const main = (await shipped('jvm-server.options')) ? 'jvm-server.options' : 'jvm.options';
  files[main] = jvmOptions(await shipped(main), ownJvmOptions);
  for (const name of [
    'jvm8-server.options',
    'jvm11-server.options',
    'jvm17-server.options',
    'jvm21-server.options',
  ]) {
    const text = await shipped(name);
    if (text) files[name] = jvmOptions(text, []);
  }
  return files;
}
