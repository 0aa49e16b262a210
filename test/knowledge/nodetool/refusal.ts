import { expect } from 'vitest';

/** For `toThrow`: the refusal that every parser here throws. */
export const refusal: unknown = expect.objectContaining({ name: 'UnreadableOutput' });
