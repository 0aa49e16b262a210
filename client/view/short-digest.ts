/** Enough digits of a `sha256:` digest to mean one evidence, few enough to compare by eye. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12);
}
