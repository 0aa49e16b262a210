/**
 * What the tools on the simulated machines talk to: nodetool and the service's commands are scripts that say here what
 * they were given, and print what they are answered.
 */
import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer } from 'node:net';
import type { Answer } from '../nodetool/answer.ts';

export interface ToolCall {
  /** Name of the machine. */
  readonly machine: string;
  readonly tool: string;
  readonly args: readonly string[];
  /** A line that the tool prints at once. */
  readonly print: (line: string) => void;
  /** Aborted when the tool ends before it was answered. */
  readonly gone: AbortSignal;
}

export interface ToolServer {
  /** The tools find it by this variable of their environment. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @param answer null: never answered, the tool waits until it is killed */
export async function startToolServer(
  answer: (call: ToolCall) => Promise<Answer | null>,
): Promise<ToolServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    serve(socket, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: { RINGLIFT_SIMULATION_PORT: String(port) },
    async close() {
      for (const socket of sockets) socket.destroy();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/**
 * Text of a tool, the same on every machine: its host name tells which one it is. Success with nothing on standard error
 * needs no loop: cat prints what comes.
 */
export const toolScript = (tool: string): string => `#!/bin/bash
exec 3<>"/dev/tcp/127.0.0.1/$RINGLIFT_SIMULATION_PORT" || exit 1
printf '%s\\0' "$#" "$HOSTNAME" ${tool} "$@" >&3
IFS= read -r kind <&3
[ "$kind" != plain ] || exec cat <&3
while IFS= read -r line <&3; do
  case $line in
  O*) printf '%s\\n' "\${line#O}" ;;
  E*) printf '%s\\n' "\${line#E}" >&2 ;;
  X*) exit "\${line#X}" ;;
  esac
done
exit 1
`;

function serve(socket: Socket, answer: (call: ToolCall) => Promise<Answer | null>): void {
  let received = '';
  let called = false;
  socket.on('data', (piece: Buffer) => {
    if (called) return;
    received += piece.toString('utf8');
    const [count = '', machine = '', tool = '', ...args] = received.split('\0').slice(0, -1);
    if (count === '' || args.length < Number(count) || tool === '') return;
    called = true;
    reply(socket, machine, tool, args, answer).catch(() => socket.destroy());
  });
}

async function reply(
  socket: Socket,
  machine: string,
  tool: string,
  args: readonly string[],
  answer: (call: ToolCall) => Promise<Answer | null>,
): Promise<void> {
  const gone = new AbortController();
  socket.on('close', () => gone.abort());
  let streaming = false;
  const stream = (lines: string) => {
    if (!streaming) socket.write('lines\n');
    streaming = true;
    socket.write(lines);
  };
  const print = (line: string) => stream(`O${line}\n`);
  const given = await answer({ machine, tool, args, print, gone: gone.signal });
  if (given === null || socket.destroyed) return;
  const { exitCode, stdout, stderr } = given;
  if (exitCode === 0 && stderr === '' && !streaming) return void socket.end(`plain\n${stdout}`);
  stream(`${marked('O', stdout)}${marked('E', stderr)}X${exitCode}\n`);
  socket.end();
}

function marked(mark: string, text: string): string {
  return text === '' ? '' : text.replace(/\n$/, '').replaceAll(/^/gm, mark) + '\n';
}
