/** The operator's logback.xml, fitted to the version of logback that the target brings. */
import { isBefore } from './release-line.ts';
import type { ReleaseLine } from './release-line.ts';

export interface FittedLogback {
  readonly text: string;
  readonly changes: readonly { readonly key: string; readonly action: string; readonly why: string }[];
}

const hook = /\bch\.qos\.logback\.core\.hook\.\w+ShutdownHook\b/;
const gone = 'ch.qos.logback.core.hook.DelayingShutdownHook';

/**
 * 5.0.9 and 6.0 bring logback 1.5, those before 1.2. What is gone is told by logback itself and stops no start, but the
 * shutdown hook then does not write out what is still in its buffers: it gets the name that the target's own file has.
 *
 * @source lib/ of 3.11.19, 4.0.19 and 4.1.10 (logback 1.2.9), 5.0.9 and 6.0-alpha2 (1.5.18): DelayingShutdownHook is in
 *   none of the latter; conf/logback.xml of 3.11.5 (shutdownHook, jmxConfigurator)
 */
export function fitLogback(text: string, shipped: string | null, line: ReleaseLine): FittedLogback {
  if (isBefore(line, '5.0')) return { text, changes: [] };
  const now = hook.exec(shipped ?? '')?.[0];
  const renamed = now !== undefined && now !== gone && text.includes(gone);
  const lost = now !== gone && text.includes(gone) && !renamed;
  return {
    text: renamed ? text.replaceAll(gone, now) : text,
    changes: [
      ...(renamed ? [{ key: gone, action: 'replaced', why: `${now} is what ${line} brings` }] : []),
      ...(lost ? [{ key: gone, action: 'left open', why: lostWhy(line) }] : []),
      ...(/<jmxConfigurator\b/.test(text)
        ? [
            {
              key: 'jmxConfigurator',
              action: 'left open',
              why: `the logback of ${line} has none, and says so`,
            },
          ]
        : []),
    ],
  };
}

function lostWhy(line: ReleaseLine): string {
  return `gone with logback 1.4: where ${line} brings that or a later one, the last lines of a log may be lost at a stop`;
}
