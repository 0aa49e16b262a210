/** What a real node and a real worker refuse before anything is stopped, and what they tell the operator to do. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type UpgradeResult,
  type UpgradeStatus,
  type Waiting,
  clusterWorkflowId,
  defaultTaskQueue,
  workflowTypes,
} from '../../knowledge/messages.ts';
import type { SpecInput } from '../../knowledge/spec/spec.ts';
import type { ShutVerdict } from '../../knowledge/verdict.ts';
import type { LabCluster } from '../../lab/cluster/lab-cluster.ts';
import { startLab } from '../../lab/cluster/start-lab.ts';
import { type Product, startProduct } from '../../lab/demo/product.ts';
import { mustRun } from '../../lab/machines/host-command.ts';
import { whyNoMachines } from '../../lab/machines/machine.ts';
import { type ReleaseTarball, releaseTarball } from '../../lab/releases/release-tarball.ts';
import { findTemporal } from '../../lab/toolchain/temporal.ts';
import { journalOf, stepsOf } from './journal.ts';
import { removeFolder } from './remove-folder.ts';

const node = 'cass-01';
const target = '6.0-alpha2';
const noMachines = await whyNoMachines();
const say = (line: string) => console.log(line);

let folder: string;
let lab: LabCluster;
let product: Product;
let connection: Connection;
let tarball: ReleaseTarball;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringlift-refusals-'));
  tarball = await releaseTarball(target, say);
  const temporal = await findTemporal(say);
  lab = await startLab({ folder: join(folder, 'lab'), release: '5.0.9', nodes: 1, say });
  product = await startProduct({ folder, temporal: temporal.path, user: 'alice' });
  connection = await Connection.connect({ address: product.address });
});

afterAll(async () => {
  await connection?.close();
  await product?.stop();
  await lab?.stop();
  await removeFolder(folder);
});

let pid: string;
let operatorsFile: string;
beforeEach(async () => {
  pid = await cassandraPid();
  operatorsFile = await configuration();
});

// Whatever was refused: the very process that served before serves still.
afterEach(async () => {
  await lab.exec(node, ['sh', '-c', 'cat >"$1"', 'write', yamlFile()], { input: operatorsFile });
  const now = await cassandraPid();
  if (now !== pid) throw new Error(`Cassandra was process ${pid} before the refusal and is ${now} after it`);
  await lab.awaitServing(node);
});

test('a release that has another digest than the file says is refused at preflight', async () => {
  const sha256 = '0'.repeat(64);
  const { waiting, steps } = await refusalOf('digest', ({ install }) => ({
    install: { ...install, sha256 },
  }));
  expect(waiting.error).toBe('GateShut');
  expect(shut(waiting)).toEqual([
    expect.objectContaining({
      gate: 'releaseFile',
      evidence: [`${tarball.file} has sha256 ${tarball.sha256}, the file says ${sha256}`],
      remedy: expect.stringContaining('correct install.sha256'),
    }),
  ]);
  expect(steps).toEqual([]);
});

test('a port for TLS clients that the target no longer has is refused at preflight, with the way out', async () => {
  await addToConfiguration('native_transport_port_ssl: 9142');
  const { waiting, steps } = await refusalOf('ssl-port');
  expect(shut(waiting)).toEqual([
    expect.objectContaining({
      gate: 'configurationAccepted',
      remedy: `On ${said()}: Point TLS clients at native_transport_port (9042) with client_encryption_options.optional: true, then remove native_transport_port_ssl from cassandra.yaml.`,
    }),
  ]);
  expect(waiting.message).toContain('clients that connect by TLS to 9142 would be refused');
  expect(steps).toEqual([]);
});

test('a key that the target does not know is refused at preflight, with the key that was meant', async () => {
  await addToConfiguration('concurrent_validation: 2');
  const { waiting, steps } = await refusalOf('unknown-key');
  expect(shut(waiting)).toEqual([
    expect.objectContaining({
      gate: 'configurationAccepted',
      remedy: `On ${said()}: Remove concurrent_validation from cassandra.yaml, or write concurrent_validations if that is meant.`,
    }),
  ]);
  expect(steps).toEqual([]);
});

test("a value that only the target's own parser refuses is refused before the drain, in the parser's words", async () => {
  await addToConfiguration('audit_logging_options:\n    enabled: false\n    roll_cycles: HOURLY');
  const { waiting, steps } = await refusalOf('bad-value');
  expect(waiting).toMatchObject({ error: 'ConfigurationRefused', node: lab.node(node).address });
  expect(waiting.message).toContain(`the parser of ${target} refuses the merged cassandra.yaml`);
  expect(waiting.message).toContain('roll_cycles');
  expect(waiting.message).toContain('which is not in use');
  expect(waiting.message).toContain(`Correct ${yamlFile()} on the node, then retry: it is merged again.`);
  // Nothing further was begun; the abort let go of the host.
  expect(steps).toEqual(['takeSnapshot', 'lockHost', 'unpackRelease', 'prepareConfiguration', 'unlockHost']);
});

test('a target whose JDK is not where the file says is refused at preflight', async () => {
  const { waiting, steps } = await refusalOf('jdk', ({ java }) => ({
    java: { ...java, '6.0': '/opt/no-such-jdk' },
  }));
  expect(shut(waiting)).toEqual([
    expect.objectContaining({
      gate: 'jdkReady',
      remedy:
        `Install a JDK at /opt/no-such-jdk on ${said()} (Debian: openjdk-21-jre-headless; ` +
        'RHEL: java-21-openjdk-headless), or correct java["6.0"] in the file.',
    }),
  ]);
  expect(steps).toEqual([]);
});

test('a host that shows another key than the known one is refused, with both fingerprints', async () => {
  const file = join(folder, 'other_known_hosts');
  const other = join(folder, 'other_key');
  await mustRun(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', other]);
  const key = (await mustRun(['cat', `${other}.pub`])).split(' ').slice(0, 2).join(' ');
  await writeFile(file, `${knownName()} ${key}\n`);
  const { waiting, steps } = await refusalOf('other-key', ({ ssh }) => ({
    ssh: { ...ssh, knownHostsFile: file },
  }));
  expect(waiting).toMatchObject({ error: 'HostKeyRefused', skippable: false });
  expect(waiting.message).toContain("the host's key has changed, or another machine answers in its place");
  expect(waiting.message).toContain(`expected ${await fingerprintOf(`${other}.pub`)} of ${file} line 1`);
  expect(waiting.message).toContain(`found ed25519 key ${await hostFingerprint()}`);
  expect(waiting.message).toContain(`-f ${file} && ssh-keyscan -t ed25519 -p ${lab.node(node).sshPort}`);
  expect(steps).toEqual([]);
});

test('a host whose key nobody has checked is refused, with the command that adds it', async () => {
  const file = join(folder, 'empty_known_hosts');
  await writeFile(file, '');
  const { waiting, steps } = await refusalOf('unknown-key-of-host', ({ ssh }) => ({
    ssh: { ...ssh, knownHostsFile: file },
  }));
  const { address, sshPort } = lab.node(node);
  expect(waiting).toMatchObject({ error: 'HostKeyRefused', skippable: false });
  expect(waiting.message).toContain("the host's key is not known");
  expect(waiting.message).toContain(`found ed25519 key ${await hostFingerprint()}`);
  expect(waiting.message).toContain('ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub');
  expect(waiting.message).toContain(`ssh-keyscan -t ed25519 -p ${sshPort} ${address} >> ${file}`);
  expect(steps).toEqual([]);
});

test.skipIf(noMachines)('a user who may not use sudo is refused, with the line for sudoers', async () => {
  const script = `useradd --create-home --shell /bin/bash visitor &&
    cp -r /home/ringlift/.ssh /home/visitor/ && chown -R visitor: /home/visitor/.ssh`;
  expect(await lab.exec(node, ['sh', '-c', script])).toMatchObject({ exitCode: 0 });
  const { waiting, steps } = await refusalOf('sudo', ({ ssh }) => ({ ssh: { ...ssh, user: 'visitor' } }));
  expect(waiting).toMatchObject({ error: 'PrivilegeMissing', skippable: false });
  expect(waiting.message).toContain('visitor may not run');
  expect(waiting.message).toContain('Nothing was changed.');
  expect(waiting.message).toContain('Add to a file in /etc/sudoers.d: visitor ALL=(ALL) NOPASSWD: ALL');
  expect(steps).toEqual([]);
});

type ForPerson = Extract<Waiting, { for: 'person' }>;

interface Refusal {
  readonly waiting: ForPerson;
  /** Everything that was begun on the node, from its own journal. */
  readonly steps: readonly string[];
}

/** Starts an upgrade from the lab's file with some settings changed, until it stands still for a person; then ends it. */
async function refusalOf(
  cluster: string,
  change: (spec: SpecInput) => Partial<SpecInput> = () => ({}),
): Promise<Refusal> {
  const whole = lab.specFor({ target, tarball });
  const quick = { gates: { ...whole.gates, patience: '1s' } };
  const spec = { ...whole, ...quick, ...change(whole), cluster };
  const handle = await new Client({ connection }).workflow.start(workflowTypes.cluster, {
    workflowId: clusterWorkflowId(cluster),
    taskQueue: defaultTaskQueue,
    args: [spec],
  });
  let status: UpgradeStatus;
  do {
    await new Promise((resolve) => setTimeout(resolve, 200));
    status = await handle.query<UpgradeStatus>('status');
  } while (!status.waiting);
  expect(status).toMatchObject({ state: 'waiting', waiting: { for: 'person' } });
  await handle.executeUpdate('abort', { args: [{ by: 'alice', reason: 'it was refused as it should be' }] });
  expect(((await handle.result()) as UpgradeResult).state).toBe('aborted');
  const steps = stepsOf(await journalOf(lab, node, spec));
  return { waiting: status.waiting as ForPerson, steps };
}

function shut({ verdicts }: ForPerson): ShutVerdict[] {
  return verdicts.filter((verdict) => !verdict.open);
}

/** As gates name the node. */
function said(): string {
  return `${node} (${lab.node(node).address})`;
}

function yamlFile(): string {
  return `${lab.node(node).paths.home}/conf/cassandra.yaml`;
}

async function configuration(): Promise<string> {
  return (await lab.exec(node, ['cat', yamlFile()])).stdout;
}

async function addToConfiguration(lines: string): Promise<void> {
  await lab.exec(node, ['sh', '-c', 'cat >>"$1"', 'add', yamlFile()], { input: `${lines}\n` });
}

async function cassandraPid(): Promise<string> {
  const script = 'cat "$1" && kill -0 "$(cat "$1")"';
  const { exitCode, stdout } = await lab.exec(node, [
    'sh',
    '-c',
    script,
    'pid',
    lab.node(node).paths.pidFile,
  ]);
  expect(exitCode).toBe(0);
  return stdout.trim();
}

/** As known_hosts names the node. */
function knownName(): string {
  const { address, sshPort } = lab.node(node);
  return sshPort === 22 ? address : `[${address}]:${sshPort}`;
}

async function fingerprintOf(file: string): Promise<string> {
  return (await mustRun(['ssh-keygen', '-lf', file])).split(' ')[1] ?? '';
}

/** From the lab's own file of known hosts, which was written when the key was made. */
async function hostFingerprint(): Promise<string> {
  const { knownHostsFile } = lab.specFor({ target, tarball }).ssh;
  const found = await mustRun(['ssh-keygen', '-l', '-F', knownName(), '-f', knownHostsFile ?? '']);
  return /SHA256:\S+/.exec(found)?.[0] ?? '';
}
