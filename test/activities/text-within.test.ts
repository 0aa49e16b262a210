import { expect, test } from 'vitest';
import { textWithin } from '../../activities/text-within.ts';

test('an answer that fits is read whole, also where a letter lies in two pieces', async () => {
  const bytes = Buffer.from('größe');
  const pieces = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await textWithin(new Response(pieces), bytes.length)).toBe('größe');
});

test('one that never ends is let go of as soon as it is too long', async () => {
  let sent = 0;
  let isLetGo = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1;
      controller.enqueue(new Uint8Array(1_000));
    },
    cancel() {
      isLetGo = true;
    },
  });
  await expect(textWithin(new Response(endless), 10_000)).rejects.toThrow('more than 10000 bytes');
  expect(isLetGo).toBe(true);
  expect(sent).toBeLessThan(20);
});

test('an answer without a body is empty', async () => {
  expect(await textWithin(new Response(null, { status: 204 }), 10)).toBe('');
});
