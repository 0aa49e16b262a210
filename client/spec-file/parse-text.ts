import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Pair,
} from 'yaml';
import type { Path, Problem, Span } from './problem.ts';

/** A file's text as data, and where each part of the data stands in the text. */
export interface ParsedText {
  readonly value: unknown;
  /** What makes it no YAML at all; the value then means nothing. */
  readonly problems: readonly Problem[];
  /** Where the value at the path stands; of what is missing, where the nearest thing around it begins. */
  locate(path: Path): Span;
  /** Where the key of the path's last step stands. */
  locateKey(path: Path): Span;
  /** The line and column, from 1, of a span. */
  problemAt(span: Span, path: string, says: string): Problem;
  /** The text as written. */
  textOf(span: Span): string;
}

// A thousand nodes may each refer to one block of settings; nested references multiply and end here.
const maxAliasCount = 10_000;

/** Reads YAML 1.2, and JSON, which is part of it. Keys are always text: `6.0:` means "6.0", as its writer meant it. */
export function parseText(source: string): ParsedText {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const problemAt = ({ start, end }: Span, path: string, says: string): Problem => {
    const { line, col } = lines.linePos(start);
    return { path, line, column: col, length: Math.max(1, firstLineOf(text, start, end)), says };
  };
  const problems = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    problemAt({ start: pos[0], end: pos[1] }, '', message),
  );
  keysToText(document);
  let value: unknown;
  try {
    if (problems.length === 0) value = document.toJS({ maxAliasCount });
  } catch (error) {
    problems.push(
      problemAt({ start: 0, end: 0 }, '', error instanceof Error ? error.message : String(error)),
    );
  }
  return {
    value,
    problems,
    locate: (path) => locate(document, path).value,
    locateKey: (path) => locate(document, path).key,
    problemAt,
    textOf: ({ start, end }) => text.slice(start, end).trim(),
  };
}

function keysToText(document: Document): void {
  visit(document, {
    Pair(_, pair) {
      const { key } = pair;
      if (isScalar(key) && typeof key.value !== 'string' && typeof key.value !== 'symbol')
        key.value = key.source ?? '';
    },
  });
}

function locate(document: Document, path: Path): { key: Span; value: Span } {
  let node: unknown = document.contents;
  let value: Span = spanOf(node) ?? { start: 0, end: 0 };
  let key: Span = { start: value.start, end: value.start };
  for (const step of path) {
    const container = resolve(document, node);
    let next: unknown;
    if (isMap(container)) {
      const pair = pairOf(document, container.items, String(step));
      if (!pair) break;
      key = spanOf(pair.key) ?? value;
      next = pair.value;
      value = spanOf(next) ?? key;
    } else if (isSeq(container) && typeof step === 'number' && step < container.items.length) {
      next = container.items[step];
      value = spanOf(next) ?? value;
      key = value;
    } else break;
    node = next;
  }
  return { key, value };
}

function pairOf(document: Document, pairs: readonly Pair[], key: string): Pair | undefined {
  const own = pairs.find((pair) => isScalar(pair.key) && pair.key.value === key);
  if (own) return own;
  for (const merge of pairs.filter((pair) => isScalar(pair.key) && pair.key.source === '<<')) {
    const merged = resolve(document, merge.value);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const map = resolve(document, source);
      const found = isMap(map) ? pairOf(document, map.items, key) : undefined;
      if (found) return found;
    }
  }
  return undefined;
}

function resolve(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function spanOf(node: unknown): Span | undefined {
  const range = (node as { range?: readonly number[] } | null)?.range;
  return range?.[0] === undefined || range[1] === undefined ? undefined : { start: range[0], end: range[1] };
}

function firstLineOf(text: string, start: number, end: number): number {
  const first = text.slice(start, end).split('\n', 1)[0] ?? '';
  return first.trimEnd().length;
}
