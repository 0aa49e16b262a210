import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeConnection } from '@temporalio/worker';
import { searchAttributes } from '../knowledge/messages.ts';
import type { Log } from './log.ts';

type AttributeName = keyof typeof searchAttributes;

// temporal.api.enums.v1.IndexedValueType
const typeNumbers = { Keyword: 2, Bool: 5 } as const;
const visibleWithinMillis = 15_000;

/**
 * Registers those of our search attributes that the namespace lacks. A worker whose login may not do that goes on and
 * says by which command an administrator does it: without them a workflow's first upsert fails again and again.
 */
export async function ensureSearchAttributes(
  connection: NativeConnection,
  namespace: string,
  log: Log,
): Promise<void> {
  const missing = await missingAttributes(connection, namespace).catch((error: unknown) => {
    log.warn(
      { err: error, command: registerCommand(namespace) },
      'search attributes can not be listed: register them',
    );
    return [];
  });
  if (missing.length === 0) return;
  try {
    const wanted = Object.fromEntries(missing.map((name) => [name, typeNumbers[searchAttributes[name]]]));
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: wanted });
    await untilVisible(connection, namespace);
    log.info({ namespace, searchAttributes: missing }, 'search attributes registered');
  } catch (error) {
    // Two workers that start at once both try; what counts is that they are there.
    if ((await missingAttributes(connection, namespace).catch(() => missing)).length === 0) return;
    log.warn(
      { err: error, command: registerCommand(namespace, missing) },
      'search attributes are missing: register them',
    );
  }
}

/** The command that registers them by hand. */
export function registerCommand(
  namespace: string,
  names: readonly AttributeName[] = Object.keys(searchAttributes) as AttributeName[],
): string {
  const words = names.map((name) => `--name ${name} --type ${searchAttributes[name]}`);
  return `temporal operator search-attribute create --namespace ${namespace} ${words.join(' ')}`;
}

async function missingAttributes(connection: NativeConnection, namespace: string): Promise<AttributeName[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const names = Object.keys(searchAttributes) as AttributeName[];
  return names.filter((name) => !Object.hasOwn(customAttributes ?? {}, name));
}

/** The server's caches need seconds; a workflow that starts before would fail its first tasks. */
async function untilVisible(connection: NativeConnection, namespace: string): Promise<void> {
  const started = performance.now();
  while (performance.now() - started < visibleWithinMillis) {
    if ((await missingAttributes(connection, namespace)).length === 0) return;
    await sleep(250);
  }
}
