import type { Session } from '../connect.ts';
import type { ExitName } from '../exit-codes.ts';
import { viewOptions, type GlobalOptions } from '../global-options.ts';
import { EventLog } from '../view/event-log.ts';
import { renderView } from '../view/render-view.ts';
import { ringliftCommand } from '../view/tool-commands.ts';
import { watchUpgrade, type Look } from '../watch-upgrade.ts';

export interface WatchOptions extends GlobalOptions {
  readonly untilDoor: boolean;
  /** How it ends when all is well; default: done. */
  readonly goal?: 'done' | 'rolledBack';
}

/** Shows looks one after the other; `last` shows one that stays. */
interface Screen {
  show(look: Look): void;
  last(look: Look): void;
  close(): void;
}

/** Watches an upgrade until it ends, or until it waits for a person where that is asked for. Ctrl-C ends only the view. */
export async function watch(session: Session, cluster: string, options: WatchOptions): Promise<ExitName> {
  const left = new AbortController();
  const leave = () => left.abort();
  // Not once: a listener that is gone when log-update's own runs would let that one end the process.
  process.on('SIGINT', leave);
  const render = (look: Look) => text(look, options, session.namespace);
  const screen = process.stdout.isTTY ? await liveScreen(render) : plainScreen(render);
  try {
    for await (const look of watchUpgrade(session, cluster, left.signal)) {
      const exit = endOf(look, options);
      if (exit !== null) {
        screen.last(look);
        return exit;
      }
      screen.show(look);
    }
  } finally {
    screen.close();
    process.removeListener('SIGINT', leave);
  }
  const again = ringliftCommand(`status ${cluster} --watch`, session);
  process.stderr.write(`\nYou left the view; the upgrade of ${cluster} goes on. Look again: ${again}\n`);
  return 'viewLeft';
}

function endOf(look: Look, { untilDoor, goal = 'done' }: WatchOptions): ExitName | null {
  if (look.kind === 'ended') return look.state === goal ? 'ok' : 'ended';
  return untilDoor && look.kind === 'live' && look.status.waiting ? 'waitsForPerson' : null;
}

function text(look: Look, globals: GlobalOptions, namespace: string): string {
  if (look.kind === 'silent') return `${look.reason}\n`;
  const options = viewOptions(globals, namespace);
  const whole = renderView(look, options);
  // What doesn't fit would be cut off at the top, where it says what this is.
  const fits = whole.split('\n').length <= (process.stdout.rows ?? Infinity);
  return fits ? whole : renderView(look, { ...options, brief: true });
}

/** Redrawn in place. While nobody answers, the last view stays, with what is wrong below it. */
async function liveScreen(render: (look: Look) => string): Promise<Screen> {
  const { default: draw } = await import('log-update');
  let seen = '';
  let seenAt = '';
  return {
    show(look) {
      if (look.kind === 'silent') {
        const since =
          seen === '' ? '' : `${seen}\nNo answer since ${seenAt}; above is what was known then.\n`;
        return draw(`${since}${render(look)}`);
      }
      seen = render(look);
      seenAt = new Date().toTimeString().slice(0, 8);
      draw(seen);
    },
    last(look) {
      draw.clear();
      process.stdout.write(render(look));
    },
    close: () => draw.done(),
  };
}

/** Lines for a log: each event once, and once what it waits for. */
function plainScreen(render: (look: Look) => string): Screen {
  const log = new EventLog(render);
  return {
    show: (look) => void process.stdout.write(log.linesOf(look)),
    last: (look) =>
      void process.stdout.write(`${log.linesOf(look)}${look.kind === 'ended' ? render(look) : ''}`),
    close: () => undefined,
  };
}
