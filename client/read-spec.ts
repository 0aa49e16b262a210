import { readFile } from 'node:fs/promises';
import { text as textOfStream } from 'node:stream/consumers';
import { specSchema, type SpecInput } from '../knowledge/spec/spec.ts';
import { ClientFailure } from './client-failure.ts';
import { explainIssue } from './spec-file/explain-issue.ts';
import { specJsonSchema } from './spec-file/json-schema.ts';
import { parseText, type ParsedText } from './spec-file/parse-text.ts';
import { printProblems } from './spec-file/print-problems.ts';
import { sayPath, type Problem } from './spec-file/problem.ts';
import { relativeFileMessage, relativeFiles } from './spec-file/worker-files.ts';

/** The file can't be used; the message holds every problem, the way that a compiler prints them. */
export class InvalidSpecFile extends ClientFailure {
  readonly problems: readonly Problem[];

  constructor(message: string, problems: readonly Problem[]) {
    super('badInput', message);
    this.problems = problems;
  }
}

/**
 * Reads and checks the one file that an operator writes. Nothing is connected to.
 * @param file its path, or `-` for standard input
 * @returns it as written, without defaults: the worker fills them in, so the history shows what a person said
 * @throws InvalidSpecFile
 */
export async function readSpec(file: string): Promise<SpecInput> {
  const name = file === '-' ? 'standard input' : file;
  let text: string;
  try {
    text = file === '-' ? await textOfStream(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidSpecFile(`${name} can't be read: ${reason}. Nothing was started.`, []);
  }
  const checked = checkSpecText(text);
  if (checked.ok) return checked.spec;
  throw new InvalidSpecFile(printProblems(name, text, checked.problems), checked.problems);
}

export type CheckedSpec =
  | { readonly ok: true; readonly spec: SpecInput }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Finds every problem of a file's text at once, in the order of the file. */
export function checkSpecText(text: string): CheckedSpec {
  const parsed = parseText(text);
  const problems = parsed.problems.length > 0 ? parsed.problems : problemsOfValue(parsed);
  if (problems.length === 0) return { ok: true, spec: parsed.value as SpecInput };
  return { ok: false, problems: problems.toSorted((a, b) => a.line - b.line || a.column - b.column) };
}

function problemsOfValue(parsed: ParsedText): readonly Problem[] {
  if (parsed.value === null || parsed.value === undefined) {
    return [parsed.problemAt({ start: 0, end: 0 }, '', 'the file is empty; an example: ringlift help file')];
  }
  const result = specSchema.safeParse(parsed.value);
  const issues = result.success ? [] : result.error.issues;
  const schema = issues.length > 0 ? specJsonSchema() : {};
  const files = relativeFiles(parsed.value).map((path) =>
    parsed.problemAt(parsed.locate(path), sayPath(path), relativeFileMessage),
  );
  return [...issues.flatMap((issue) => explainIssue({ parsed, schema }, issue)), ...files];
}
