import { z } from 'zod';
import { specSchema } from '../../knowledge/spec/spec.ts';
import type { Path } from './problem.ts';

/** The parts of JSON Schema that our own schema uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The file as an editor checks it: JSON Schema, draft 2020-12, of what may be written (defaults need not be). */
export function specJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(specSchema, { io: 'input' });
  return {
    ...($schema === undefined ? {} : { $schema }),
    title: 'A Ringlift upgrade: one Apache Cassandra cluster and the release that it goes to',
    ...(schema as JsonSchema),
  };
}

/** Keys that may stand in the mapping at the path; empty where any key may, or where no mapping belongs. */
export function knownKeys(schema: JsonSchema, path: Path): readonly string[] {
  return [...new Set(schemasAt(schema, path).flatMap((found) => Object.keys(found.properties ?? {})))];
}

/** What the schema says about the place, as a sentence; undefined when it says nothing. */
export function describePlace(schema: JsonSchema, path: Path): string | undefined {
  return schemasAt(schema, path).find((found) => found.description !== undefined)?.description;
}

function schemasAt(schema: JsonSchema, path: Path): readonly JsonSchema[] {
  const alternatives = [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const [step, ...rest] = path;
  if (step === undefined) return alternatives;
  return alternatives.flatMap((each) => {
    const other = typeof each.additionalProperties === 'object' ? each.additionalProperties : undefined;
    const next = typeof step === 'number' ? each.items : (each.properties?.[step] ?? other);
    return next ? schemasAt(next, rest) : [];
  });
}
