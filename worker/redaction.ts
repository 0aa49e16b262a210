/** Keeps secrets out of what is written: by the name of a field, by known values, and by the look of a private key. */

const removed = '[redacted]';
// References to secrets (passwordFile, passphraseEnv) are no secrets, and "tokens" are Cassandra's ring positions.
const secretField =
  /(password|passwd|passphrase|private_?key|secret|authorization|api_?key|(auth|access|bearer)_?token)$/i;
const secretEnvironmentName = /(PASSWORD|PASSWD|PASSPHRASE|SECRET|API_?KEY|TOKEN|CREDENTIALS?|KEY_DATA)$/i;
const privateKey = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(-----END \1-----|$)/g;
const deepest = 12;
/** Values shorter than this are hidden only where they stand alone: hiding "on" in every text would garble it. */
const shortest = 4;

/** The values that must not be written anywhere. It only grows: a log line can come long after its secret's use. */
export class Secrets {
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #values = new Set<string>();

  /** @param environment such as process.env; variables that are secrets by their name are taken at once */
  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
    for (const name of Object.keys(environment)) if (secretEnvironmentName.test(name)) this.addVariable(name);
  }

  add(value: string): void {
    if (value !== '') this.#values.add(value);
  }

  addVariable(name: string): void {
    this.add(this.#environment[name] ?? '');
  }

  /** Takes every variable that a spec within this input names, as in `passwordEnv: "CQL_PASSWORD"`. */
  addNamedIn(input: unknown, depth = 0): void {
    if (typeof input !== 'object' || input === null || depth > deepest) return;
    for (const [key, value] of Object.entries(input)) {
      if (typeof value === 'string' && key.endsWith('Env')) this.addVariable(value);
      else this.addNamedIn(value, depth + 1);
    }
  }

  hideIn(text: string): string {
    if (this.#values.has(text)) return removed;
    let result = text.replace(privateKey, removed);
    // Longest first, or a secret that starts another would leave the other's rest.
    for (const value of [...this.#values].sort((a, b) => b.length - a.length)) {
      if (value.length >= shortest) result = result.replaceAll(value, removed);
    }
    return result;
  }
}

/** A copy fit for a log: no secret, no cycle, nothing bottomless; errors as plain objects with their causes. */
export function redact(value: unknown, secrets: Secrets, above: readonly object[] = []): unknown {
  if (typeof value === 'string') return secrets.hideIn(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (above.length > deepest || above.includes(value)) return '[deeper]';
  const within = [...above, value];
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, within));
  return Object.fromEntries(
    Object.entries(value instanceof Error ? errorFields(value) : value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, isSecret(key, item) ? removed : redact(item, secrets, within)]),
  );
}

function isSecret(key: string, item: unknown): boolean {
  return secretField.test(key) && item !== null && typeof item !== 'boolean';
}

function errorFields(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  return { ...error, type: name, message, stack, cause };
}
