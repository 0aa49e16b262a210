/** Waiting for a node by what its clients see. */
import { connect } from 'node:net';
import type { Ground } from './ground.ts';
import { nativePort, type LabNode } from './lab-node.ts';

/** How long a busy computer may take from a start, or from a boot, to the daemon's pid file. */
const graceMillis = 15_000;

export async function awaitServing(ground: Ground, node: LabNode, limitMillis: number): Promise<void> {
  const began = Date.now();
  for (;;) {
    if (await accepts(node.address, nativePort)) return;
    const waited = Date.now() - began;
    if (waited > limitMillis)
      throw new Error(`${node.name} serves no CQL after ${waited} ms. ${await logEnd(ground, node)}`);
    if (waited > graceMillis && !(await daemonLives(ground, node))) {
      throw new Error(`${node.name}: Cassandra died while it started. ${await logEnd(ground, node)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function daemonLives(ground: Ground, node: LabNode): Promise<boolean> {
  const script = 'kill -0 "$(cat "$1")"';
  const { exitCode } = await ground.exec(node, ['sh', '-c', script, 'look', node.paths.pidFile]);
  return exitCode === 0;
}

async function logEnd(ground: Ground, node: LabNode): Promise<string> {
  const { stdout } = await ground.exec(node, ['tail', '-n', '15', `${node.paths.logs}/system.log`]);
  return `The end of its log:\n${stdout}`;
}

/** Waits until something listens there. */
export async function awaitPort(host: string, port: number, limitMillis: number): Promise<void> {
  const deadline = Date.now() + limitMillis;
  while (!(await accepts(host, port))) {
    if (Date.now() > deadline) throw new Error(`nothing listens on ${host}:${port} after ${limitMillis} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
