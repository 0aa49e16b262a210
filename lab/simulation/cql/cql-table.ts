/** What a statement answers: typed columns and plain values. */
export type CqlType =
  'text' | 'int' | 'bigint' | 'uuid' | 'inet' | 'boolean' | 'map<text,text>' | 'list<text>';

export interface CqlTable {
  readonly columns: readonly (readonly [name: string, type: CqlType])[];
  /** By column name; what is absent is null. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** A statement that the node refuses. @source doc/native_protocol_v4.spec, section 9 */
export class CqlRefusal extends Error {
  readonly code: number;

  constructor(message: string, code = 0x2200) {
    super(message);
    this.code = code;
  }
}

/** Schema_change of section 4.2.5.5. */
export interface SchemaChange {
  readonly change: 'CREATED' | 'UPDATED' | 'DROPPED';
  readonly keyspace: string;
  /** Absent: the keyspace itself. */
  readonly table?: string;
}

export type CqlAnswer = { readonly table: CqlTable } | { readonly schema: SchemaChange } | 'void';
