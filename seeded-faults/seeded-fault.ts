/**
 * A fault put into the product on purpose, to see that a test notices. It lives outside the product's code, as text to find and
 * text to put in its place, and is only ever put into a copy of the tree.
 */
export interface SeededFault {
  readonly name: string;
  /** What the product does wrong with it, in words. */
  readonly what: string;
  /** From the root of the tree. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Passes without the fault, and fails with it. */
  readonly test: NamedTest;
}

export interface NamedTest {
  readonly project: 'unit' | 'int';
  readonly file: string;
  /** As the test runner prints it: the groups it stands in, then its own name, with ` > ` between. */
  readonly name: string;
}

/** How often the text to find stands in a file. */
export function placesOf({ find }: Pick<SeededFault, 'find'>, text: string): number {
  return text.split(find).length - 1;
}

/** The text of the file with the fault in it. */
export function seeded(fault: SeededFault, text: string): string {
  const places = placesOf(fault, text);
  if (places !== 1) throw new Error(`${fault.name}: what it changes stands ${places} times in ${fault.file} instead of once; the list is out of date`);
  return text.split(fault.find).join(fault.replace);
}
