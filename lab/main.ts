/** `node dist/lab/main.js up | down | status | exec | seed | checksum`: a lab by hand. */
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { stringify } from 'yaml';
import { attachLab, type LabCluster } from './cluster/lab-cluster.ts';
import { startLab } from './cluster/start-lab.ts';
import { checksum } from './cluster/checksum.ts';
import { seedData } from './cluster/seed-data.ts';
import type { LabMode } from './cluster/lab-node.ts';
import { releaseTarball } from './releases/release-tarball.ts';
import { releaseVersions, type ReleaseVersion } from './releases/release-line.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (line: string) => process.stdout.write(`${line}\n`);

interface UpOptions {
  readonly folder: string;
  readonly release: ReleaseVersion;
  readonly target: ReleaseVersion;
  readonly nodes: string;
  readonly mode?: LabMode;
  readonly rows: string;
  readonly yamlExtra?: string;
}

async function up({ nodes, rows, target, ...options }: UpOptions): Promise<void> {
  const lab = await startLab({ ...options, nodes: Number(nodes), say });
  if (Number(rows) > 0) {
    await seedData(lab, { rows: Number(rows) });
    say(`keyspace shop holds ${rows} orders`);
  }
  print(await writeSpec(lab, target));
}

/** The file that the product's command line takes. */
async function writeSpec(lab: LabCluster, target: ReleaseVersion): Promise<string> {
  const spec = lab.specFor({ target, tarball: await releaseTarball(target, say) });
  const file = join(lab.folder, 'spec.yaml');
  await writeFile(file, stringify(spec));
  return file;
}

async function status(lab: LabCluster): Promise<void> {
  print(`${lab.folder}: ${lab.nodes.length} nodes in ${lab.mode}, started on ${lab.release}`);
  for (const node of lab.nodes) {
    const version = await lab
      .nodetool(node.name, 'version')
      .catch((error: Error) => ({ stdout: error.message }));
    print(
      `${node.name} ${node.address}:${node.sshPort} ${node.rack} ${version.stdout.trim() || 'Cassandra is down'}`,
    );
  }
}

const folder = new Option('--folder <path>', 'of the lab')
  .default('.ringlift/lab')
  .argParser((path) => resolve(path));
const program = new Command('lab')
  .enablePositionalOptions()
  .description('Real Cassandra clusters on this computer, for trying upgrades on.');

program
  .command('up')
  .description('start hosts and a cluster, and print the path of a spec file for upgrading it')
  .addOption(folder)
  .addOption(new Option('--release <version>').choices(releaseVersions).default('5.0.9'))
  .addOption(
    new Option('--target <version>', 'for the spec file').choices(releaseVersions).default('6.0-alpha2'),
  )
  .addOption(new Option('--mode <mode>').choices(['machines', 'processes']))
  .option('--nodes <count>', 'hosts', '3')
  .option('--rows <count>', 'orders to write into the keyspace shop', '0')
  .option('--yaml-extra <lines>', "added to every node's cassandra.yaml")
  .action(up);
program
  .command('down')
  .description('end all its processes and take it away; its files stay')
  .addOption(folder)
  .action(async (options: { folder: string }) => (await attachLab(options.folder)).stop());
program
  .command('status')
  .addOption(folder)
  .action(async (options: { folder: string }) => status(await attachLab(options.folder)));
program
  .command('exec <node> <command...>')
  .description('run a program on a node, as root in machines')
  .addOption(folder)
  .passThroughOptions()
  .action(async (node: string, argv: string[], options: { folder: string }) => {
    const { exitCode, stdout, stderr } = await (await attachLab(options.folder)).exec(node, argv);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    process.exitCode = exitCode;
  });
program
  .command('seed')
  .description('make the keyspace shop, with the same rows each time')
  .addOption(folder)
  .option('--rows <count>', 'orders', '1000')
  .action(async (options: { folder: string; rows: string }) =>
    seedData(await attachLab(options.folder), { rows: Number(options.rows) }),
  );
program
  .command('checksum')
  .description('print one digest of all rows of the keyspace shop, read at QUORUM')
  .addOption(folder)
  .action(async (options: { folder: string }) => {
    print(await checksum(await attachLab(options.folder)));
  });

program.parseAsync().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
