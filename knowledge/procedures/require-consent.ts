import { RingliftError } from '../errors.ts';

/**
 * Where something is lost for good, only who repeats what it is goes on.
 * @param loses the ledger's words; null: nothing is lost, and no consent is needed
 * @throws RingliftError ConsentMissing with the words to repeat
 */
export function requireConsent(where: string, loses: string | null, consent: string | undefined): void {
  if (loses === null || plain(consent ?? '') === plain(loses)) return;
  throw new RingliftError('ConsentMissing', {
    where,
    what: 'going back loses data for good, and whoever asks for it must say so',
    expected: `the consent "${loses}"`,
    found: consent === undefined ? 'none' : `"${consent}"`,
    next: `If that is what you want, repeat it word for word: --consent "${loses}".`,
  });
}

/** Line breaks and blanks of a terminal or a dialog are no other words. */
function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
