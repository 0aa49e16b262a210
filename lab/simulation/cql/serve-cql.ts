import type { Duplex } from 'node:stream';
import type { ClusterModel } from '../model/cluster-model.ts';
import type { NodeModel } from '../model/node-model.ts';
import { answerStatement } from './answer-statement.ts';
import { type Frame, errorBody, frame, longStringOf, opcode, resultBody, takeFrames } from './cql-frames.ts';
import { CqlRefusal } from './cql-table.ts';

/** Speaks the native protocol, version 4, on one connection for as long as it lasts. */
export function serveCql(stream: Duplex, cluster: ClusterModel, node: NodeModel): void {
  let received: Buffer = Buffer.alloc(0);
  stream.on('error', () => stream.destroy());
  stream.on('data', (piece: Buffer) => {
    received = takeFrames(Buffer.concat([received, piece]), (asked) => {
      if (!stream.destroyed && stream.writable) stream.write(answerTo(asked, cluster, node));
    });
  });
}

function answerTo(asked: Frame, cluster: ClusterModel, node: NodeModel): Buffer {
  const { version, stream, code, body } = asked;
  if (version > 4) return frame(stream, opcode.error, errorBody(0x0a, 'Beta version of the protocol used'));
  switch (code) {
    case opcode.options:
      return frame(stream, opcode.supported, Buffer.from([0, 0]));
    case opcode.startup:
    case opcode.register:
      return frame(stream, opcode.ready);
    case opcode.query:
      return answerQuery(stream, longStringOf(body), cluster, node);
    default:
      return frame(stream, opcode.error, errorBody(0x0a, `opcode ${code} is not simulated`));
  }
}

function answerQuery(stream: number, statement: string, cluster: ClusterModel, node: NodeModel): Buffer {
  try {
    return frame(stream, opcode.result, resultBody(answerStatement(cluster, node, statement)));
  } catch (error) {
    if (!(error instanceof CqlRefusal)) throw error;
    return frame(stream, opcode.error, errorBody(error.code, error.message));
  }
}
