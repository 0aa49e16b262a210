/** Every key of the file as its schema has it, in the words of docs/file.md. */
import { z } from 'zod';
import { specSchema } from '../../knowledge/spec/spec.ts';

export interface SpecKey {
  /** `ssh.bastion.port`, `nodes[].address`, `dataCenters.<name>.ssh`. */
  readonly path: string;
  readonly type: string;
  /** Its default, `required`, or a dash. */
  readonly default: string;
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly maximum?: number;
}

const whole = z.toJSONSchema(specSchema, { io: 'input' }) as Schema;
/** What is said once for the whole file and may be said again by a data center or a node. */
const override = /^(nodes\[\]|dataCenters\.<name>)\.\w+$/;

export function specKeys(): SpecKey[] {
  return keysBelow(whole, '', {});
}

/** Names of the keys of a block such as `nodes[].ssh`. */
export function keysOfBlock(path: readonly string[]): string[] {
  const block = path.reduce<Schema>((schema, step) => {
    if (step === '[]') return schema.items ?? {};
    if (step === '<name>') return schema.additionalProperties as Schema;
    return schema.properties?.[step] ?? {};
  }, whole);
  return keysBelow(block, '', {}).map((key) => key.path);
}

function keysBelow(schema: Schema, path: string, given: unknown): SpecKey[] {
  const merged = new Map<string, { schemas: Schema[]; required: boolean }>();
  for (const each of [schema, ...alternativesOf(schema)]) {
    for (const [name, property] of Object.entries(each.properties ?? {})) {
      const known = merged.get(name);
      const required = (each.required ?? []).includes(name) || known?.required === true;
      merged.set(name, { schemas: [...(known?.schemas ?? []), property], required });
    }
  }
  return [...merged].flatMap(([name, { schemas, required }]) => {
    const [first = {}] = schemas;
    const value = (given as Record<string, unknown> | undefined)?.[name] ?? first.default;
    return keysAt(first, path ? `${path}.${name}` : name, { schemas, required, value });
  });
}

interface Found {
  readonly schemas: readonly Schema[];
  readonly required: boolean;
  readonly value: unknown;
}

function keysAt(schema: Schema, path: string, found: Found): SpecKey[] {
  const isBlock = [schema, ...alternativesOf(schema)].some((each) => each.properties);
  const key: SpecKey = {
    path,
    type: isBlock ? 'block' : [...new Set(found.schemas.flatMap(wordsOf))].join(', '),
    default: sayDefault(found),
  };
  if (override.test(path)) return [key];
  if (isBlock) return keysBelow(schema, path, found.value);
  const members = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
  return [
    key,
    ...keysBelow(schema.items ?? {}, `${path}[]`, undefined),
    ...keysBelow(members, `${path}.<name>`, undefined),
  ];
}

function alternativesOf({ anyOf = [], oneOf = [] }: Schema): readonly Schema[] {
  return [...anyOf, ...oneOf];
}

function sayDefault({ value, required }: Found): string {
  if (value !== undefined) return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
  return required ? 'required' : '–';
}

const wordOfPattern: readonly (readonly [sample: string, not: string, word: string])[] = [
  ['1.5h', '1', 'duration'],
  ['/opt/x', 'opt', 'absolute path'],
  ['5.0.9', '5', 'release'],
  ['0'.repeat(64), '0', 'digest'],
  ['A_b1', 'a-b', 'variable'],
  ['[::1]', '-a', 'host'],
];

function wordsOf(schema: Schema): string[] {
  const { pattern, type, format, maximum } = schema;
  const alternatives = alternativesOf(schema);
  if (alternatives.length > 0) return alternatives.flatMap(wordsOf);
  if (schema.const !== undefined) return [`\`${String(schema.const)}\``];
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``);
  if (pattern) return [wordOf(new RegExp(pattern))];
  if (format === 'uri') return ['URL'];
  if (type === 'integer') return [maximum === 65_535 ? 'port' : 'whole number'];
  const words: Readonly<Record<string, string>> = {
    string: 'text',
    boolean: 'true/false',
    array: 'list',
    object: 'mapping',
  };
  return [words[type ?? ''] ?? type ?? 'anything'];
}

function wordOf(pattern: RegExp): string {
  const found = wordOfPattern.find(([sample, not]) => pattern.test(sample) && !pattern.test(not));
  return found?.[2] ?? 'text';
}
