import { readFile } from 'node:fs/promises';
import { RingliftError } from '../knowledge/errors.ts';
import { expandHome } from './hosts/expand-home.ts';

export interface SecretReference {
  readonly passwordEnv?: string | undefined;
  readonly passwordFile?: string | undefined;
}

/**
 * A password that the file names by reference: a variable of the worker or a file on it, without the line end.
 * @throws RingliftError AuthenticationRefused when it is not there
 */
export async function secretOf(
  where: string,
  { passwordEnv, passwordFile }: SecretReference,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  if (passwordFile !== undefined) {
    const text = await readFile(expandHome(passwordFile), 'utf8').catch((cause: Error) => {
      throw refused(where, `the file ${passwordFile} can not be read on the worker: ${cause.message}`);
    });
    return text.replace(/\r?\n$/, '');
  }
  const password = passwordEnv === undefined ? undefined : environment[passwordEnv];
  if (password) return password;
  throw refused(
    where,
    `the environment variable ${passwordEnv ?? '(none is named)'} is not set for the worker`,
  );
}

function refused(where: string, found: string): RingliftError {
  return new RingliftError('AuthenticationRefused', {
    where,
    what: 'there is no password for it',
    found,
    next: 'Set passwordEnv or passwordFile in the file to what the worker can read, then retry.',
  });
}
