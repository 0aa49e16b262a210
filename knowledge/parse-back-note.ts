import { z } from 'zod';
import { RingliftError } from './errors.ts';
import type { BackNote } from './rollback-plan.ts';

const schema = z.object({
  release: z.string().min(1),
  folder: z.string().startsWith('/'),
  way: z.enum(['nothing', 'binaries', 'systemSchema', 'restorePoint', 'snapshot', 'rebuild', 'none']),
  stamp: z.string().regex(/^\d{8}T\d{6}Z$/),
  since: z.string().nullable(),
  from: z.string().nullable(),
});

/**
 * The note that a host keeps of a way back that was begun.
 * @throws RingliftError UnreadableOutput: another way than the one begun must never be taken
 */
export function parseBackNote(where: string, text: string): BackNote {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new RingliftError(
      'UnreadableOutput',
      {
        where,
        what: 'the note of the way back that was begun here can not be read',
        expected: 'rollback.json in the state folder, as Ringlift wrote it',
        found: text.slice(0, 300),
        next: 'Compare it with the journal on the host, correct it by hand, then retry.',
      },
      { cause: error },
    );
  }
}
