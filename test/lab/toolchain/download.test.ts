import { mkdtempSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { download, publishedDigest } from '../../../lab/toolchain/download.ts';

const work = mkdtempSync(join(tmpdir(), 'ringlift-download-'));
afterAll(() => rm(work, { recursive: true, force: true }));

const bytes = 'the bytes of a release';
const sha512 = createHash('sha512').update(bytes).digest('hex');
const pages: Record<string, string> = {
  '/release.tar.gz': bytes,
  '/bare.sha512': sha512.toUpperCase(),
  '/named.sha512': `${sha512}  release.tar.gz\n`,
  '/page.sha512': '<html>moved</html>',
};
const server = createServer((request, response) => {
  const page = pages[request.url ?? ''];
  response.statusCode = page === undefined ? 404 : 200;
  response.end(page);
});
let at = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

const target = async () => join(await mkdtemp(join(work, 'ringlift-download-')), 'file');

test('a published digest is read bare or beside a name, in either case', async () => {
  const published = { algorithm: 'sha512', digest: sha512 };
  expect(await publishedDigest(`${at}/bare.sha512`, 'sha512')).toEqual(published);
  expect(await publishedDigest(`${at}/named.sha512`, 'sha512')).toEqual(published);
  await expect(publishedDigest(`${at}/page.sha512`, 'sha512')).rejects.toThrow(
    /holds no sha512: <html>moved/,
  );
});

test('a file is written whole when its digest is the published one', async () => {
  const file = await target();
  await download(`${at}/release.tar.gz`, file, { algorithm: 'sha512', digest: sha512 });
  expect(await readFile(file, 'utf8')).toBe(bytes);
});

test('a file of another digest is refused', async () => {
  const wrong = { algorithm: 'sha512', digest: '0'.repeat(128) } as const;
  await expect(download(`${at}/release.tar.gz`, await target(), wrong)).rejects.toThrow(
    new RegExp(`has sha512 ${sha512}, published is 0{128}`),
  );
});

test('an address that refuses is told with its status, or with the reason of the connection', async () => {
  await expect(download(`${at}/missing`, await target())).rejects.toThrow(
    /missing can not be had: status 404/,
  );
  await expect(download('http://127.0.0.1:9/x', await target())).rejects.toThrow(
    /127\.0\.0\.1:9\/x can not be had: /,
  );
});
