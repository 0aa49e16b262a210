import { ClientFailure } from './client-failure.ts';
import type { Session } from './connect.ts';
import { readLastWords, readUpgrade, type UpgradeView } from './read-upgrade.ts';

/** What one look gave: a view, or why there was none this time. */
export type Look = UpgradeView | { readonly kind: 'silent'; readonly reason: string };

/**
 * Looks at an upgrade once a second until it has ended. A server or a worker that doesn't answer for a while is told and
 * asked again: an upgrade of days is watched through their restarts.
 * @throws ClientFailure `notFound`
 */
export async function* watchUpgrade(
  session: Session,
  cluster: string,
  left: AbortSignal,
): AsyncGenerator<Look> {
  while (!left.aborted) {
    const look = await lookAt(session, cluster);
    if (left.aborted) return;
    if (look.kind === 'ended') {
      // What happened since the look before would be missing in a log.
      const last = await readLastWords(session, cluster);
      if (last) yield last;
      return yield look;
    }
    yield look;
    await pause(1_000, left);
  }
}

async function lookAt(session: Session, cluster: string): Promise<Look> {
  try {
    return await readUpgrade(session, cluster);
  } catch (error) {
    if (error instanceof ClientFailure && error.exit === 'unreachable')
      return { kind: 'silent', reason: error.message };
    throw error;
  }
}

function pause(millis: number, left: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, millis);
    function done(): void {
      clearTimeout(timer);
      left.removeEventListener('abort', done);
      resolve();
    }
    left.addEventListener('abort', done);
  });
}
