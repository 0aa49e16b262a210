/**
 * A cassandra.yaml as text: where each of its keys lies, and edits that touch nothing else. A YAML library that writes
 * a file anew may wrap, quote or indent what nobody changed; here only the lines of an edit differ.
 */
import { isAlias, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document, Node, Pair } from 'yaml';
import { RingliftError } from '../errors.ts';

export interface YamlEntry {
  readonly key: string;
  /** Offsets in the text. */
  readonly keyRange: Range;
  /** Null: the key has no value. */
  readonly valueRange: Range | null;
  /** All its lines, with what follows on them and the last line's end; not the comments after it. */
  readonly linesRange: Range;
  /** Null: the value is no single value. */
  readonly value: string | null;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface Edit extends Range {
  readonly text: string;
}

export interface YamlText {
  readonly text: string;
  /** Keys of the top level in the order of the file; a key that is given twice is there twice, the last one counts. */
  readonly entries: readonly YamlEntry[];
  /** Blanks before each key of the top level. */
  readonly indent: string;
  /** `\n`, or `\r\n` when the file has those. */
  readonly lineEnd: string;
  /** Offset behind the last line of the document, where a key can be added. */
  readonly bottom: number;
  /** The single value at a path of keys, as written; null: absent, empty, or no single value. */
  valueOf(...path: string[]): string | null;
  has(...path: string[]): boolean;
  /** Where the key and the single value at a path of keys lie; null: absent, or no single value written there. */
  placeOf(...path: string[]): { readonly keyRange: Range; readonly valueRange: Range } | null;
  /** Where a line can be put below a key, as the first of its map; null: absent, empty or in braces. */
  insideOf(key: string): { readonly offset: number; readonly indent: string } | null;
  /** Where a key's map in braces begins, behind the brace; null: it has none, or an empty one. */
  inBracesOf(key: string): number | null;
}

/** @throws RingliftError ConfigurationRefused when it is no YAML, or no block of keys and values */
export function readYamlText(text: string, where = 'cassandra.yaml'): YamlText {
  const lineCounter = new LineCounter();
  // Cassandra reads YAML 1.1, and lets a key be given twice. Silent, the parser would let a second document pass.
  const document = parseDocument(text, {
    version: '1.1',
    uniqueKeys: false,
    lineCounter,
    logLevel: 'error',
    prettyErrors: false,
  });
  const [error] = document.errors;
  if (error) throw refused(where, `line ${lineCounter.linePos(error.pos[0]).line}: ${error.message}`);
  const { contents } = document;
  if (contents !== null && (!isMap(contents) || contents.flow)) {
    if (!isScalar(contents) || contents.value !== null) throw refused(where, 'no block of keys and values');
  }
  const pairs = isMap(contents) ? contents.items : [];
  const places = pairs.map((pair) => placeOf(pair, text, lineCounter, where));
  const entries = places.map((place, index) => ({
    ...place,
    linesRange: linesOf(text, place.keyRange, places[index + 1]?.keyRange.start ?? text.length),
    value: scalarText(pairs[index]?.value, document),
  }));
  const find = (path: readonly string[]) => nodeAt(document, path);
  return {
    text,
    entries,
    indent: entries[0]
      ? text.slice(lineStart(text, entries[0].keyRange.start), entries[0].keyRange.start)
      : '',
    lineEnd: text.includes('\r\n') ? '\r\n' : '\n',
    bottom: bottomOf(text, entries.at(-1)?.linesRange.end ?? 0),
    valueOf: (...path) => scalarText(find(path)?.value, document),
    has: (...path) => find(path) !== null,
    placeOf: (...path) => scalarPlace(find(path)),
    insideOf: (key) => placeInside(find([key]), text),
    inBracesOf: (key) => placeInBraces(find([key])),
  };
}

/** The edits must not overlap. @throws RangeError when they do */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const ordered = edits.toSorted((one, other) => one.start - other.start);
  let result = '';
  let at = 0;
  for (const edit of ordered) {
    if (edit.start < at) throw new RangeError(`edits overlap at offset ${edit.start}`);
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** Whole lines, each behind a comment sign; empty ones stay empty. */
export function commentedOut(lines: string): string {
  return lines.replace(/^(?=[^\r\n])/gm, '# ');
}

function placeOf(pair: Pair, text: string, lines: LineCounter, where: string) {
  const key = pair.key;
  const range = isScalar(key) ? key.range : null;
  if (!isScalar(key) || !range) throw refused(where, 'a key that is no single word');
  const [start, end] = range;
  if (text.slice(lineStart(text, start), start).trim() !== '') {
    throw refused(where, `line ${lines.linePos(start).line}: a key that does not begin its line`);
  }
  const value = isNode(pair.value) && pair.value.range ? pair.value.range : null;
  const hasText = value !== null && value[1] > value[0];
  return {
    key: key.source ?? String(key.value),
    keyRange: { start, end },
    valueRange: hasText ? { start: value[0], end: value[1] } : null,
  };
}

/** From the key's line to the last line before the next key that is not empty and no comment. */
function linesOf(text: string, key: Range, next: number): Range {
  const start = lineStart(text, key.start);
  const stop = next === text.length ? next : lineStart(text, next);
  const lines = text.slice(start, stop).split(/(?<=\n)/);
  const marker = lines.findIndex((line) => /^(\.\.\.|---)(\s|$)/.test(line));
  const own = marker === -1 ? lines : lines.slice(0, marker);
  const last = own.findLastIndex((line) => !/^\s*(#.*)?$/.test(line.trimEnd()));
  return { start, end: start + own.slice(0, Math.max(last, 0) + 1).join('').length };
}

function bottomOf(text: string, from: number): number {
  const marker = /^\.\.\.(\s|$)/m.exec(text.slice(from));
  return marker ? from + marker.index : text.length;
}

function nodeAt(document: Document, path: readonly string[]): Pair | null {
  // `a.b: 1` means the same as b in a's map. @source config/Properties.java of 4.1 and later
  const flat = pairIn(document.contents, path.join('.'), document);
  if (flat) return flat;
  let pair: Pair | null = null;
  let within: unknown = document.contents;
  for (const key of path) {
    pair = pairIn(within, key, document);
    if (!pair) return null;
    within = pair.value;
  }
  return pair;
}

function pairIn(node: unknown, key: string, document: Document): Pair | null {
  const map = isAlias(node) ? node.resolve(document) : node;
  if (!isMap(map)) return null;
  return (
    map.items.findLast((pair) => isScalar(pair.key) && (pair.key.source ?? pair.key.value) === key) ?? null
  );
}

function scalarText(node: unknown, document: Document): string | null {
  const scalar = isAlias(node) ? node.resolve(document) : node;
  if (!isScalar(scalar) || scalar.value === null) return null;
  return scalar.source ?? String(scalar.value);
}

function scalarPlace(pair: Pair | null): { keyRange: Range; valueRange: Range } | null {
  const [key, value] = [pair?.key, pair?.value];
  if (!isScalar(key) || !key.range || !isScalar(value) || !value.range) return null;
  const range = ([start, end]: readonly [number, number, number]) => ({ start, end });
  return { keyRange: range(key.range), valueRange: range(value.range) };
}

function placeInBraces(pair: Pair | null): number | null {
  const map = pair?.value;
  return isMap(map) && map.flow && map.items.length > 0 && map.range ? map.range[0] + 1 : null;
}

function placeInside(pair: Pair | null, text: string) {
  const map = pair?.value;
  const first = isMap(map) && !map.flow ? map.items[0]?.key : undefined;
  if (!isScalar(pair?.key) || !pair.key.range || !isScalar(first) || !first.range) return null;
  const offset = text.indexOf('\n', pair.key.range[1]) + 1;
  const indent = text.slice(lineStart(text, first.range[0]), first.range[0]);
  return indent.trim() === '' ? { offset, indent } : null;
}

function isNode(value: unknown): value is Node {
  return isScalar(value) || isMap(value) || (typeof value === 'object' && value !== null && 'range' in value);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function refused(where: string, found: string): RingliftError {
  return new RingliftError('ConfigurationRefused', {
    where,
    what: 'it can not be read',
    expected: 'YAML with keys at its top level',
    found,
    next: 'Correct it on the node: Cassandra can not read it either, or reads something else than it says.',
  });
}
