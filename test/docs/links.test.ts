import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, documents, linksOf, pathsNamedIn, projectFolder, readDocument } from './documents.ts';

const inProject = (file: string) => existsSync(join(projectFolder, file));

test.each(documents())('every link of %s leads to a file and a heading that are there', (document) => {
  for (const { file, anchor } of linksOf(document)) {
    expect(inProject(file), `${document}: ${file}`).toBe(true);
    if (anchor !== null)
      expect(anchorsOf(readDocument(file)), `${document}: ${file}#${anchor}`).toContain(anchor);
  }
});

test.each(documents())('every path of the project that %s names is there', (document) => {
  const missing = pathsNamedIn(readDocument(document)).filter((file) => !inProject(file));
  expect(missing).toEqual([]);
});

test('pictures are small enough to load at once', () => {
  const pictures = documents()
    .flatMap(linksOf)
    .map(({ file }) => file)
    .filter((file) => file.endsWith('.png'));
  for (const file of pictures)
    expect(statSync(join(projectFolder, file)).size, file).toBeLessThan(400 * 1024);
});

test('a link without its file, a heading without its name and a path without its file are noticed', () => {
  expect(anchorsOf('# The file\n\n```\n# none\n```\n\n## What lies on a node: `lock`\n')).toEqual([
    'the-file',
    'what-lies-on-a-node-lock',
  ]);
  expect(pathsNamedIn('see `knowledge/errors.ts`, `docs/` and `a/b`')).toEqual(['knowledge/errors.ts']);
  expect(linksOf('README.md').length).toBeGreaterThan(3);
});
