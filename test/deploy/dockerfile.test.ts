import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workerEnvironment } from '../../worker/settings.ts';
import { projectFile, readCompose, readProjectFile } from './compose.ts';

/** One instruction of the Dockerfile, its continued lines joined. */
interface Instruction {
  readonly name: string;
  readonly words: string;
}

const instructions: readonly Instruction[] = readProjectFile('Dockerfile')
  .split('\n')
  .filter((line) => !/^\s*#/.test(line))
  .join('\n')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => ({ name: line.split(' ', 1)[0] ?? '', words: line.replace(/^\S+\s+/, '') }));
const stages = instructions.filter(({ name }) => name === 'FROM').map(({ words }) => words);
const last = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'));
const the = (name: string) => last.find((instruction) => instruction.name === name)?.words ?? '';

/** The rules of .dockerignore: everything is left out but what is named. */
const sent = readProjectFile('.dockerignore')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

test('it has a stage to build and a slim one with glibc to run', () => {
  expect(stages).toEqual(['node:22-bookworm-slim AS build', 'node:22-bookworm-slim']);
});

test('the worker is not root, gets its signals itself, and is asked for its health', () => {
  expect(the('USER')).toBe('node');
  expect(the('STOPSIGNAL')).toBe('SIGTERM');
  expect(JSON.parse(the('CMD'))).toEqual(['node', 'dist/worker/start.js']);
  expect(the('HEALTHCHECK')).toMatch(/CMD \["node", "-e", ".*127\.0\.0\.1:9465\/readyz.*"\]$/);
});

test('the command is a file that the compiler makes', () => {
  const [, file = ''] = JSON.parse(the('CMD')) as string[];
  expect(existsSync(projectFile(file.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
});

test('certificates are installed, for Temporal over TLS', () => {
  expect(last.some(({ words }) => words.includes('ca-certificates'))).toBe(true);
});

test('what runs holds no packages of development', () => {
  const build = instructions.filter(({ name }) => name === 'RUN').map(({ words }) => words);
  expect(build.some((words) => words.includes('npm prune --omit=dev'))).toBe(true);
});

test('every variable of Ringlift in it is one that the worker reads', () => {
  const named = [...the('ENV').matchAll(/RINGLIFT_[A-Z_]+/g)].map(([name]) => name);
  expect(named.filter((name) => !Object.hasOwn(workerEnvironment.shape, name))).toEqual([]);
  expect(named.length).toBeGreaterThan(0);
});

test('the ports that it exposes are those that the compose file publishes', () => {
  const published = readCompose().services['worker']?.ports?.map((port) => port.split(':')[2]);
  expect(the('EXPOSE').split(' ')).toEqual(published);
});

test('all that the build reads is sent to it, and nothing that is secret or heavy', () => {
  for (const path of sent) expect(existsSync(projectFile(path)), path).toBe(true);
  const { include } = JSON.parse(readProjectFile('tsconfig.build.json')) as { include: string[] };
  for (const room of include) expect(sent).toContain(room);
  for (const script of readProjectFile('package.json').match(/script\/[\w-]+\.mjs/g) ?? [])
    expect(sent).toContain(script);
  expect(sent.filter((path) => /^(deploy|test|\.git|node_modules|dist|\.env)/.test(path))).toEqual([]);
  expect(readProjectFile('.dockerignore')).toMatch(/^\*$/m);
});

test('the folders for keys and releases keep their contents out of version control', () => {
  for (const folder of ['deploy/ssh', 'deploy/releases']) {
    expect(readdirSync(projectFile(folder))).toContain('.gitignore');
    expect(readProjectFile(`${folder}/.gitignore`)).toBe('*\n!.gitignore\n!README.md\n');
  }
});
