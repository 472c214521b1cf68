import { readFile } from 'node:fs/promises';
import { verifyEvidence } from '#lib/audit/evidence/verify-evidence.ts';
import { isSignedBy, readHeadLine, type SignedHead } from '#lib/audit/head-line.ts';
import { publicKeyOf, readHeadsLog } from '#lib/audit/heads-log.ts';
import { inForce, judgeHeads } from '#lib/audit/judge-heads.ts';
import { signingPlace } from '#lib/audit/signing-key.ts';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { count } from './columns.ts';
import { UsageError, type Answer, type Command, type Shell } from './command.ts';

/** Is the journal what was written, and does it still hold what was signed earlier; or, of an evidence pack, is that. */
export const verify: Command = {
  name: 'audit verify',
  usage: '[FILE] [--head LINE]',
  summary: 'Read the whole journal and prove that its chain is unbroken and holds every head signed earlier; of an evidence pack, prove that',
  words: [0, 1],
  options: { head: { type: 'string' } },
  async run(shell) {
    const [file] = shell.words;
    return file === undefined ? verifyHere(shell) : verifyFile(file);
  },
};

async function verifyFile(file: string): Promise<Answer> {
  let page: string;
  try {
    page = await readFile(file, 'utf8');
  } catch (error) {
    throw new Refused(refusal('not_found', `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`));
  }
  const verdict = verifyEvidence(page);
  if (!verdict.ok) return { json: verdict, exitCode: 1, lines: ['This file does not prove what it shows:', ...verdict.problems.map((problem) => `  ${problem}`)] };
  return { json: verdict, lines: [`${count(verdict.records, 'record')}: each stands in the journal exactly so, at its place. Signed with the key ${verdict.keyId}; that it is the team’s must be known from elsewhere.`] };
}

async function verifyHere(shell: Shell): Promise<Answer> {
  const { settings } = shell;
  if (settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `There is no journal on disk: RE_STORE is ${settings.storeKind}.`));
  const kept = headsOf(shell);
  const verdict = await verified(shell, [1, ...kept.heads.map((head) => head.seq)]);
  const broken = kept.broken.map(({ line, problem }) => `Line ${line} of ${kept.file} ${problem}.`);
  const judged = judgeHeads(kept.heads, { head: verdict.head, journal: verdict.hashes.get(1) ?? null, hashAt: (seq) => verdict.hashes.get(seq) ?? null });
  const heads = { checked: kept.heads.length, problems: [...broken, ...judged.map(({ problem }) => problem)] };
  const { hashes: _, ...shown } = verdict;
  const json = { ...shown, ok: verdict.ok && heads.problems.length === 0, heads };
  const said = kept.heads.length === 0 ? 'no head signed earlier is known here, so a cut end cannot be told' : `every one of ${count(kept.heads.length, 'head')} signed earlier is in it`;
  if (json.ok) return { json, lines: [`The journal is whole: ${count(verdict.records, 'record')}, head ${verdict.head.hash.slice(0, 16)}…; ${said}`] };
  return {
    json, exitCode: 1,
    lines: [
      ...(verdict.ok ? [] : ['The journal is damaged. Nothing is sent until it is restored.', ...verdict.problems.flatMap(({ file, byte, seq, problem, advice }) => [`  ${file}, byte ${byte}, record ${seq}: ${problem}`, `    ${advice}`])]),
      ...(heads.problems.length === 0 ? [] : ['The journal does not agree with heads that were signed earlier:', ...heads.problems.map((problem) => `  ${problem}`), '  If somebody restored it or started over on purpose: audit accept --yes. If not, keep it as it is and restore the newest backup.']),
    ],
  };
}

interface Kept {
  readonly heads: readonly SignedHead[];
  readonly broken: readonly { readonly line: number; readonly problem: string }[];
  readonly file: string;
}

/** The heads noted beside the key, and the one somebody kept elsewhere and gives by hand. */
function headsOf(shell: Shell): Kept {
  const place = signingPlace(shell.settings);
  const log = readHeadsLog(place);
  const given = shell.option('head');
  const head = given === undefined ? null : readHeadLine(given);
  if (given !== undefined && !head) throw new UsageError('--head takes a whole line as the log shows it: re-head-1 …');
  const key = publicKeyOf(place.publicFile);
  if (head && (!key || !isSignedBy(head, key))) throw new Refused(refusal('invalid_input', 'That head was not signed with the key that lies here.', { lift: `The public key is looked for at ${place.publicFile}.` }));
  return { heads: [...inForce(log?.heads ?? []), ...(head ? [head] : [])], broken: log?.broken ?? [], file: place.headsFile };
}

async function verified({ settings, progress }: Shell, hashesAt: readonly number[]) {
  try {
    return await verifyJournal(settings.dataDir, { hashesAt, onProgress: ({ records, file }) => progress(`${records} records, ${file}`) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Refused(refusal('not_found', `There is no journal in ${settings.dataDir}.`, { lift: 'Set RE_DATA_DIR to the data folder, or prepare a new one with: setup' }));
  }
}
