import ssh2 from 'ssh2';

/**
 * An ed25519 key pair in OpenSSH's format that can be read again: of those that ssh2 1.17 makes, one in 256 can't, whose
 * number begins with a zero.
 */
export function keyPair(): { readonly private: string; readonly public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
