import type { z } from 'zod';
import { describePlace, knownKeys, type JsonSchema } from './json-schema.ts';
import { nearestKey } from './nearest-key.ts';
import type { ParsedText } from './parse-text.ts';
import { sayPath, type Path, type Problem } from './problem.ts';

type Issue = z.core.$ZodIssue;

interface File {
  readonly parsed: ParsedText;
  readonly schema: JsonSchema;
}

/** Says an issue of the schema in the words of the file: where it stands, what was found, what is allowed. */
export function explainIssue(file: File, issue: Issue, under: Path = []): readonly Problem[] {
  const path: Path = [
    ...under,
    ...issue.path.map((step) => (typeof step === 'number' ? step : String(step))),
  ];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(file, path, key));
    case 'invalid_key': {
      const key = String(path.at(-1));
      const allowed = issue.issues[0]?.message ?? 'another key';
      return [problem(file, path, `found the key ${quote(key)}, allowed: ${allowed}`, 'key')];
    }
    case 'invalid_union':
      return explainUnion(file, issue, path);
    case 'custom':
      return [problem(file, path, issue.message)];
    default: {
      if (valueAt(file, path) === undefined) return [missing(file, path)];
      return [
        problem(
          file,
          path,
          `found ${sayFound(file, path)}, allowed: ${allowedBy(issue)}${hint(file, issue, path)}`,
        ),
      ];
    }
  }
}

function explainUnion(
  file: File,
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
): readonly Problem[] {
  if (valueAt(file, path) === undefined) return [missing(file, path)];
  // A branch that complains only about what lies deeper took the value's kind: what it says is the real problem.
  const inside = issue.errors.find(
    (branch) => branch.length > 0 && branch.every(({ path: deep }) => deep.length > 0),
  );
  if (inside) return inside.flatMap((each) => explainIssue(file, each, path));
  const discriminated = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(quote) : [];
  const allowed =
    discriminated.length > 0 ? discriminated : issue.errors.flatMap((branch) => branch.map(allowedBy));
  const meant = issue.errors.flat().map((each) => hint(file, each, path));
  const words = meant.find((each) => each !== '') ?? '';
  return [problem(file, path, `found ${sayFound(file, path)}, allowed: ${either(allowed)}${words}`)];
}

function unknownKey(file: File, path: Path, key: string): Problem {
  const known = knownKeys(file.schema, path);
  const meant = nearestKey(key, known);
  const says = meant === undefined ? '' : `; did you mean ${quote(meant)}?`;
  const list = known.length === 0 ? '' : `${meant === undefined ? '; ' : ' '}Known here: ${known.join(', ')}`;
  return problem(file, [...path, key], `unknown key ${quote(key)}${says}${list}`, 'key');
}

function missing(file: File, path: Path): Problem {
  const description = describePlace(file.schema, path);
  const says = `missing: ${quote(String(path.at(-1)))} must be written${description ? `. ${description}` : ''}`;
  return { ...problem(file, path.slice(0, -1), says, 'key'), path: sayPath(path) };
}

/** What was meant is often plain: a number where text belongs needs quotes, a misspelt word has a neighbour. */
function hint(file: File, issue: Issue, path: Path): string {
  const found = valueAt(file, path);
  const written = file.parsed.textOf(file.parsed.locate(path));
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'string' &&
    ['number', 'boolean'].includes(typeof found)
  ) {
    return `; write it in quotes: "${written}"`;
  }
  if (issue.code !== 'invalid_value' || typeof found !== 'string') return '';
  const meant = nearestKey(found, issue.values.map(String));
  return meant === undefined ? '' : `; did you mean ${quote(meant)}?`;
}

function allowedBy(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return either(issue.values.map(quote));
    case 'too_small':
      if (issue.origin === 'string') return 'text that is not empty';
      if (issue.origin === 'array') return `a list of at least ${issue.minimum}`;
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'url' ? 'a URL that begins with http:// or https://' : issue.message;
    default:
      return issue.message;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};

function sayFound(file: File, path: Path): string {
  const found = valueAt(file, path);
  if (found === null) return 'nothing';
  if (Array.isArray(found)) return `a list of ${found.length}`;
  if (typeof found === 'object') return 'a mapping';
  if (typeof found === 'string') return quote(found.length > 60 ? `${found.slice(0, 60)}…` : found);
  return `${typeof found === 'boolean' ? '' : 'the number '}${file.parsed.textOf(file.parsed.locate(path))}`;
}

function problem(file: File, path: Path, says: string, at: 'key' | 'value' = 'value'): Problem {
  const span = at === 'key' ? file.parsed.locateKey(path) : file.parsed.locate(path);
  return file.parsed.problemAt(span, sayPath(path), says);
}

function valueAt(file: File, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown> | null)?.[step],
    file.parsed.value,
  );
}

function quote(value: unknown): string {
  return JSON.stringify(value);
}

function either(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
