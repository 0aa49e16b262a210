/** Reading the documents as data: tables, code, links and headings. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** @param file relative to the project */
export function readDocument(file: string): string {
  return readFileSync(join(projectFolder, file), 'utf8');
}

/** README.md and every document below docs/. */
export function documents(): string[] {
  const names = readdirSync(join(projectFolder, 'docs'), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
}

/** The rows of all tables, each cell without its blanks; heads and rulers are left out. */
export function tableRows(markdown: string): string[][] {
  const lines = withoutCode(markdown).split('\n');
  const isRuler = (line: string | undefined) => /^\|[ :|-]+\|$/.test(line ?? '');
  return lines
    .filter((line, index) => line.startsWith('|') && !isRuler(line) && !isRuler(lines[index + 1]))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** The text of a cell that is one piece of code, such as `RINGLIFT_USER`; null: it is something else. */
export function codeOf(cell: string | undefined): string | null {
  return /^`([^`]+)`$/.exec(cell ?? '')?.[1] ?? null;
}

/** What stands in fenced blocks of that language. */
export function codeBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, found]) => found === language)
    .map(([, , text]) => text ?? '');
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, '');
}

export interface Link {
  /** Relative to the project. */
  readonly file: string;
  /** Of a heading there; null: the whole file. */
  readonly anchor: string | null;
}

/** Links and pictures that lead into the project. */
export function linksOf(document: string): Link[] {
  const text = withoutCode(readDocument(document));
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path, anchor = null] = target.split('#');
      return { file: path ? normalize(join(dirname(document), path)) : document, anchor };
    });
}

/** Anchors of the headings, as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Paths into the project's rooms that stand as code, such as `knowledge/errors.ts`. */
export function pathsNamedIn(markdown: string): string[] {
  const room = /^(activities|client|deploy|docs|knowledge|lab|script|test|worker|workflows)\/[\w./-]+$/;
  return [...withoutCode(markdown).matchAll(/`([^`]+)`/g)]
    .map(([, text]) => text ?? '')
    .filter((text) => room.test(text));
}
