/** Files of the data folder beside the journal that may hold somebody's data: artifacts, tables for people, kept copies, sandbox messages. */
export interface Traces {
  /**
   * Removes the artifacts of these names and every other file in which one of these texts stands; tables come back without the person.
   * Returns what was removed, relative to the data folder. May be repeated.
   */
  remove(what: { readonly artifacts: readonly string[]; readonly texts: readonly string[] }): Promise<readonly string[]>;
}
