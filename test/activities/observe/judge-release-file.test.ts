import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { judgeReleaseFile } from '../../../activities/observe/judge-release-file.ts';
import { healthySpec } from '../../knowledge/gates/healthy-cluster.ts';
import { expectOpen, expectShut } from '../../knowledge/gates/expect-verdict.ts';

const sha256 = createHash('sha256').update('a release').digest('hex');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ringlift-release-'));
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('a file with the digest that was named is open', async () => {
  expectOpen(await judge({ file: write('a release') }), sha256);
});

test('another digest is shut, with both of them', async () => {
  const file = write('something else');
  const found = createHash('sha256').update('something else').digest('hex');
  expectShut(await judge({ file }), `${file} has sha256 ${found}, the file says ${sha256}`);
});

test('a file that changed since the last look is read again', async () => {
  const file = write('a release');
  expectOpen(await judge({ file }));
  writeFileSync(file, 'a rel3ase');
  expectShut(await judge({ file }));
});

test('a file that is not there, or is a folder, is shut', async () => {
  expectShut(await judge({ file: join(folder, 'gone.tar.gz') }), 'gone.tar.gz');
  expectShut(await judge({ file: folder }), folder);
});

test('what an address gives is fetched once and judged alike', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end('a release');
  });
  const url = await listen(server);
  expectOpen(await judge({ url }), sha256);
  expectOpen(await judge({ url }));
  expect(asked).toBe(1);
  server.close();
});

test('what an address gives with another digest is shut, and fetched again at the next look', async () => {
  let content = 'a login page';
  const server = createServer((_, response) => void response.end(content));
  const url = await listen(server);
  expectShut(await judge({ url }));
  content = 'a release';
  expectOpen(await judge({ url }), sha256);
  server.close();
});

test('an address that gives an error is shut with it', async () => {
  const server = createServer((_, response) => void response.writeHead(404).end());
  const url = await listen(server);
  expectShut(await judge({ url }), 'HTTP 404', url);
  server.close();
});

test('an address that nobody answers at is shut', async () => {
  const server = createServer();
  const url = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  expectShut(await judge({ url }), url);
});

function judge(place: { readonly file?: string; readonly url?: string }) {
  return judgeReleaseFile(healthySpec({ install: { ...place, sha256, home: '/opt/cassandra' } }));
}

function write(content: string): string {
  const file = join(folder, 'release.tar.gz');
  writeFileSync(file, content);
  return file;
}

async function listen(server: ReturnType<typeof createServer>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/release.tar.gz`;
}
