import { expect, test } from 'vitest';
import { imageKey } from '../../../lab/machines/base-image.ts';

test('an image of another suite has another key, one from another mirror of the same suite has not', () => {
  const key = imageKey({ mirror: 'http://a.example/debian', suite: 'bookworm' });
  expect(imageKey({ mirror: 'http://b.example/debian', suite: 'bookworm' })).toBe(key);
  expect(imageKey({ mirror: 'http://a.example/debian', suite: 'trixie' })).not.toBe(key);
});
