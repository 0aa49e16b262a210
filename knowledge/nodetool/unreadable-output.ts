import { RingliftError } from '../errors.ts';

const excerptLength = 120;

/** What was read of an output, against what a correct one would say there. */
export interface Misfit {
  readonly what: string;
  readonly expected: string;
  /** The line that did not fit, or a name for its absence; a long one is shortened. */
  readonly found: string;
}

/**
 * The refusal of every parser in this folder: nothing is concluded from an output that was not understood in full.
 *
 * @param command as people type it after `nodetool`: `status`, `cms describe`; with another tool's name in front
 *   when it is another's: `dsetool ring`
 */
export function unreadableOutput(command: string, { what, expected, found }: Misfit): RingliftError {
  const where = /^(dsetool|sstableupgrade)\b/.test(command) ? command : `nodetool ${command}`;
  return new RingliftError('UnreadableOutput', {
    where,
    what,
    expected,
    found: excerptOf(found),
    next: `Run \`${where}\` on the node by hand and look at what it prints: whole, and of this command?`,
  });
}

/** One line, without control characters, short enough for a message. */
function excerptOf(text: string): string {
  const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return line.length > excerptLength ? `${line.slice(0, excerptLength)}...` : line;
}
