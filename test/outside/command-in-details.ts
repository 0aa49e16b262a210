/**
 * A command as an operator copies it from the details of a waiting upgrade, with the operator's own name put in.
 * @param beginning its first words; it may go on over lines that end with a backslash
 */
export function commandInDetails(details: string, beginning: string, by: string): string {
  const found = new RegExp(`^${beginning}(?:.*\\\\\\n)*.*$`, 'm').exec(details);
  if (!found) throw new Error(`the details have no command "${beginning}":\n${details}`);
  return found[0].replace('your-name', by);
}
