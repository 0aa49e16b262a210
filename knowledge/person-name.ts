/** Names of people, as the two-person rule compares them. Imported by workflows: stable under replay. */

/**
 * The entry of a list that a name means: case, blanks around it and how many between its words make no other person.
 * Null: nobody on the list is called so.
 */
export function personIn(who: readonly string[], name: string): string | null {
  return who.find((each) => each === name) ?? who.find((each) => samePerson(each, name)) ?? null;
}

export function samePerson(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

/** The same for every way of writing one name. */
export function plainName(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}
