/** Frames of the native protocol, version 4, as a server reads and writes them. @source doc/native_protocol_v4.spec */
import type { CqlAnswer, CqlTable, CqlType } from './cql-table.ts';

export const opcode = {
  error: 0x00,
  startup: 0x01,
  ready: 0x02,
  options: 0x05,
  supported: 0x06,
  query: 0x07,
  result: 0x08,
  prepare: 0x09,
  register: 0x0b,
} as const;

export interface Frame {
  readonly version: number;
  readonly stream: number;
  readonly code: number;
  readonly body: Buffer;
}

const headerBytes = 9;

/** Takes whole frames off what was received. @returns the rest */
export function takeFrames(received: Buffer, take: (frame: Frame) => void): Buffer {
  let rest = received;
  while (rest.length >= headerBytes && rest.length >= headerBytes + rest.readInt32BE(5)) {
    const end = headerBytes + rest.readInt32BE(5);
    take({
      version: rest[0]! & 0x7f,
      stream: rest.readInt16BE(2),
      code: rest[4]!,
      body: rest.subarray(headerBytes, end),
    });
    rest = rest.subarray(end);
  }
  return rest;
}

export function frame(stream: number, code: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([
    Buffer.from([0x84, 0]),
    int16(stream),
    Buffer.from([code]),
    int32(body.length),
    body,
  ]);
}

/** The statement at the beginning of a QUERY or PREPARE. */
export function longStringOf(body: Buffer): string {
  return body.toString('utf8', 4, 4 + body.readInt32BE(0));
}

export function errorBody(code: number, message: string): Buffer {
  return Buffer.concat([int32(code), shortString(message)]);
}

export function resultBody(answer: CqlAnswer): Buffer {
  if (answer === 'void') return int32(1);
  if ('table' in answer) return Buffer.concat([int32(2), rowsBody(answer.table)]);
  const { change, keyspace, table } = answer.schema;
  const target = table === undefined ? [] : [shortString(table)];
  return Buffer.concat([
    int32(5),
    shortString(change),
    shortString(table === undefined ? 'KEYSPACE' : 'TABLE'),
    shortString(keyspace),
    ...target,
  ]);
}

function rowsBody({ columns, rows }: CqlTable): Buffer {
  return Buffer.concat([
    int32(1), // One keyspace and table for all columns.
    int32(columns.length),
    shortString('simulated'),
    shortString('answer'),
    ...columns.map(([name, type]) => Buffer.concat([shortString(name), typeCode[type]])),
    int32(rows.length),
    ...rows.flatMap((row) => columns.map(([name, type]) => bytes(encode(row[name], type)))),
  ]);
}

const text = int16(0x0d);
const typeCode: Readonly<Record<CqlType, Buffer>> = {
  text,
  int: int16(0x09),
  bigint: int16(0x02),
  uuid: int16(0x0c),
  inet: int16(0x10),
  boolean: int16(0x04),
  'map<text,text>': Buffer.concat([int16(0x21), text, text]),
  'list<text>': Buffer.concat([int16(0x20), text]),
};

/** null: the value is null. */
function encode(value: unknown, type: CqlType): Buffer | null {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'text':
      return Buffer.from(String(value));
    case 'int':
      return int32(Number(value));
    case 'bigint': {
      const buffer = Buffer.alloc(8);
      buffer.writeBigInt64BE(BigInt(String(value)));
      return buffer;
    }
    case 'uuid':
      return Buffer.from(String(value).replaceAll('-', ''), 'hex');
    case 'inet':
      return Buffer.from(String(value).split('.').map(Number));
    case 'boolean':
      return Buffer.from([value === true ? 1 : 0]);
    case 'map<text,text>': {
      const entries = Object.entries(value as Record<string, unknown>).flat();
      return Buffer.concat([
        int32(entries.length / 2),
        ...entries.map((each) => bytes(Buffer.from(String(each)))),
      ]);
    }
    case 'list<text>': {
      const items = value as readonly unknown[];
      return Buffer.concat([int32(items.length), ...items.map((each) => bytes(Buffer.from(String(each))))]);
    }
  }
}

function bytes(content: Buffer | null): Buffer {
  return content === null ? int32(-1) : Buffer.concat([int32(content.length), content]);
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function shortString(value: string): Buffer {
  const content = Buffer.from(value);
  return Buffer.concat([int16(content.length), content]);
}
