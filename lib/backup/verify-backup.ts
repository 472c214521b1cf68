import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { readFileIfThere } from '#lib/store/journal/files.ts';
import { filesUnder, sumOf } from './copy-files.ts';
import { manifestName, manifestSchema, type Manifest } from './manifest.ts';

export interface VerifiedBackup {
  readonly manifest: Manifest;
  /** Of the first record of its journal: two journals with different ones have nothing in common. Null when there is none. */
  readonly firstHash: string | null;
}

/** Reads a backup whole: every file is what was written, none is missing, none was added, and its journal is whole up to the head it names. */
export async function verifyBackup(place: string, options: { onProgress?: (done: number, total: number) => void } = {}): Promise<VerifiedBackup> {
  const manifest = readManifest(place);
  const known = new Map(manifest.files.map((file) => [file.path, file]));
  const there = filesIn(place).filter((path) => path !== manifestName);
  const strange = there.find((path) => !known.has(path));
  if (strange !== undefined) throw bad(place, `${strange} does not belong to it.`);
  let done = 0;
  for (const file of manifest.files) {
    if (!lstatSync(join(place, file.path), { throwIfNoEntry: false })?.isFile()) throw bad(place, `${file.path} is missing.`);
    const found = lstatSync(join(place, file.path)).size === file.bytes ? sumOf(join(place, file.path)) : null;
    if (found?.bytes !== file.bytes || found.sha256 !== file.sha256) throw bad(place, `${file.path} was changed.`);
    options.onProgress?.((done += 1), manifest.files.length);
    await new Promise(setImmediate);
  }
  const verdict = await verifyJournal(place, { hashesAt: [1, manifest.head.seq] });
  const [problem] = verdict.problems;
  if (problem) throw bad(place, `Its journal is damaged: ${problem.file}, byte ${problem.byte}: ${problem.problem}.`);
  if (verdict.head.seq !== manifest.head.seq || verdict.head.hash !== manifest.head.hash) throw bad(place, 'Its journal does not end where it says.');
  return { manifest, firstHash: verdict.hashes.get(1) ?? null };
}

/** Far more than any backup of ours lists. */
const manifestBytesMax = 512 * 1024 * 1024;

function readManifest(place: string): Manifest {
  if ((lstatSync(join(place, manifestName), { throwIfNoEntry: false })?.size ?? 0) > manifestBytesMax) throw bad(place, `Its ${manifestName} is too large.`);
  const text = readFileIfThere(join(place, manifestName))?.toString('utf8');
  if (text === undefined) throw new Refused(refusal('not_found', `${place} is not a backup: it has no ${manifestName}.`, { lift: 'Name the folder that `backup` wrote; one that was cut off has none.' }));
  try {
    const parsed = manifestSchema.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw bad(place, `Its ${manifestName} is not one that this version can read (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`);
  } catch (error) {
    if (error instanceof SyntaxError) throw bad(place, `Its ${manifestName} cannot be read.`);
    throw error;
  }
}

function filesIn(place: string): string[] {
  try {
    return filesUnder(place);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw bad(place, error.message);
  }
}

function bad(place: string, why: string): Refused {
  return new Refused(refusal('invalid_input', `The backup ${place} cannot be trusted. ${why} Nothing was changed.`, { lift: 'Use another backup.' }));
}
