import { rm } from 'node:fs/promises';

/** A test's folder, at its end. What a test that failed left running writes there for a few seconds more. */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 1_000 });
}
