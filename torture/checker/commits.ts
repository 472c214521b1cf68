import type { JournalRecord } from './record.ts';

/** What was told to be done, held against what the journal says was done. */

export interface Commit {
  readonly name: string;
  /** Its records, by the appends they are in. One commit is in one append. */
  readonly pieces: readonly (readonly JournalRecord[])[];
}

/** Commits by name; records without a name (null) are of nobody's concern here. */
export function commitsOf(appends: readonly (readonly JournalRecord[])[], nameOf: (record: JournalRecord) => string | null): Map<string, Commit> {
  const commits = new Map<string, { name: string; pieces: JournalRecord[][] }>();
  for (const append of appends) {
    let name: string | null = null;
    for (const [i, record] of append.entries()) {
      const before: string | null = i === 0 ? null : name;
      name = nameOf(record);
      if (name === null) continue;
      const commit = commits.get(name) ?? { name, pieces: [] };
      commits.set(name, commit);
      if (before === name) commit.pieces.at(-1)?.push(record);
      else commit.pieces.push([record]);
    }
  }
  return commits;
}

export interface Verdict {
  readonly lost: readonly string[];
  readonly duplicated: readonly string[];
  readonly halfApplied: readonly string[];
}

/**
 * `sizeOf` says how many records a whole commit has, null when that is not known. One that is there in several pieces is there
 * twice when each piece is whole, and half applied otherwise.
 */
export function compare(commits: ReadonlyMap<string, Commit>, acknowledged: readonly string[], sizeOf: (name: string) => number | null = () => null): Verdict {
  const duplicated: string[] = [];
  const halfApplied: string[] = [];
  for (const { name, pieces } of commits.values()) {
    const size = sizeOf(name);
    if (size !== null && pieces.some((piece) => piece.length !== size)) halfApplied.push(name);
    else if (pieces.length > 1) duplicated.push(name);
  }
  return { lost: [...new Set(acknowledged)].filter((name) => !commits.has(name)), duplicated, halfApplied };
}
