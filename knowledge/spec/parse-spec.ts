import { RingliftError } from '../errors.ts';
import { type Spec, specSchema } from './spec.ts';

/**
 * Checks what was given as the file and fills in its defaults.
 * @throws RingliftError InvalidSpec that tells every problem at once, each with its path
 */
export function parseSpec(input: unknown): Spec {
  const parsed = specSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${sayPath(issue.path)}: ${issue.message}`);
  throw new RingliftError('InvalidSpec', {
    where: 'the file',
    what: `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`,
    found: problems.join('; '),
    next: 'Correct them and start again; `ringlift schema` prints what is allowed.',
  });
}

/** `nodes[2].ssh.port`; `(the whole)` for the object itself. */
export function sayPath(path: readonly PropertyKey[]): string {
  const said = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return said.replace(/^\./, '') || '(the whole)';
}
