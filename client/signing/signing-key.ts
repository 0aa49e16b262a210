import { homedir } from 'node:os';
import { ClientFailure } from '../client-failure.ts';

/** What an approval is signed with: a private key's file, or a key that the SSH agent holds. */
export type SigningKey =
  | { readonly kind: 'file'; readonly file: string }
  /** Null: the only key of the agent. */
  | { readonly kind: 'agent'; readonly publicKeyFile: string | null };

export interface SigningOptions {
  /** `--sign FILE`. */
  readonly sign?: string;
  /** `--sign-with-agent [FILE.pub]`. */
  readonly signWithAgent?: true | string;
}

/**
 * The key of the command line, else that of RINGLIFT_SIGNING_KEY: a private key's file, or a `.pub` file whose private
 * half is in the agent. Null: none is named.
 * @throws ClientFailure `badInput`
 */
export function signingKeyOf(
  { sign, signWithAgent }: SigningOptions,
  fromEnvironment = process.env['RINGLIFT_SIGNING_KEY'],
): SigningKey | null {
  if (signWithAgent === true) return { kind: 'agent', publicKeyFile: null };
  if (signWithAgent !== undefined) return { kind: 'agent', publicKeyFile: signWithAgent };
  const given = sign ?? fromEnvironment;
  if (given === undefined || given === '') return null;
  const file = given.replace(/^~(?=\/)/, homedir());
  if (!file.endsWith('.pub')) return { kind: 'file', file };
  if (sign === undefined) return { kind: 'agent', publicKeyFile: file };
  throw new ClientFailure(
    'badInput',
    `--sign: ${file} is a public key. For a key that the agent holds: --sign-with-agent ${file}. Nothing was approved.`,
  );
}
