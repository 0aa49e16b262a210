import { expect, test } from 'vitest';
import { listSSTables } from '../../../activities/change/list-sstables.ts';
import { exitCodes } from '../../../activities/hosts/exit-codes.ts';
import { fakeContext, fakeHost } from '../fake-context.ts';

const folders = ['/data1', '/data2'];

test('the lines of all folders come, with those of a snapshot where one is named', async () => {
  const asked: unknown[] = [];
  const host = fakeHost((_, { args }) => {
    asked.push(args);
    return { stdout: 'live 1 1 a\nkept 1 1 b\n' };
  });
  expect(await listSSTables(fakeContext(), host, 'tag', folders)).toEqual(['live 1 1 a', 'kept 1 1 b', '']);
  await listSSTables(fakeContext(), host, null, folders);
  expect(asked).toEqual([
    ['tag', ...folders],
    ['-', ...folders],
  ]);
});

test.each([
  [exitCodes.notAsExpected, 'DataFolderChanged'],
  [137, 'CommandFailed'],
])('with exit code %d the part that came is not taken for the whole', async (exitCode, name) => {
  const host = fakeHost(() => ({ exitCode, stdout: 'live 1 1 a\n', stderr: 'no folder /data2\n' }));
  await expect(listSSTables(fakeContext(), host, null, folders)).rejects.toMatchObject({
    name,
    message: expect.stringContaining('no folder /data2'),
  });
});
