import { createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { inOurWords, verifyEvidence, type EvidenceVerdict } from '#lib/audit/evidence/verify-evidence.ts';
import type { Examined } from '#lib/audit/examine-heads.ts';
import { isSignedBy, keyFrom, readHeadLine, type SignedHead } from '#lib/audit/head-line.ts';
import { publicKeyOf, readHeadsLog } from '#lib/audit/heads-log.ts';
import { inForce, judge, judgeHeads, takenBackBy, type HeadProblem, type Standing } from '#lib/audit/judge-heads.ts';
import { isHarmless } from '#lib/audit/sign-journal.ts';
import { signingPlace } from '#lib/audit/signing-key.ts';
import { verifyJournal, type JournalVerdict } from '#lib/audit/verify-journal.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { count } from './columns.ts';
import { UsageError, type Answer, type Command, type Shell } from './command.ts';
import { noJournal } from './data-folder.ts';
import { checkOutFile, writeOutFile } from './out-file.ts';

/** Is the journal what was written, and does it still hold what was signed earlier; or, of an evidence pack, is that. */
export const verify: Command = {
  name: 'audit verify',
  usage: '[FILE [--out PAGE]] [--head LINE] [--key FILE]',
  summary: 'Read the whole journal and prove that its chain is unbroken and holds every head signed earlier; of an evidence pack, prove that',
  words: [0, 1],
  options: { head: { type: 'string' }, key: { type: 'string' }, out: { type: 'string' } },
  async run(shell) {
    const [file] = shell.words;
    if (file === undefined && shell.option('out') !== undefined) throw new UsageError('--out goes with the FILE of an evidence pack.', this.usage);
    return file === undefined ? verifyHere(shell) : verifyFile(shell, file);
  },
};

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new Refused(refusal('not_found', `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}).`));
  }
}

function givenHead(shell: Shell): SignedHead | undefined {
  const given = shell.option('head');
  const head = given === undefined ? undefined : readHeadLine(given);
  if (head === null) throw new UsageError('--head takes a whole line as the log shows it: re-head-1 …');
  return head;
}

async function givenKey(shell: Shell): Promise<KeyObject | undefined> {
  const file = shell.option('key');
  if (file === undefined) return undefined;
  try {
    return createPublicKey(await bytesOf(file));
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused(refusal('invalid_input', `${file} is not a public key (PEM).`));
  }
}

async function verifyFile(shell: Shell, file: string): Promise<Answer> {
  const [head, key] = [givenHead(shell), await givenKey(shell)];
  const [bytes, out] = [await bytesOf(file), shell.option('out')];
  if (out !== undefined) await checkOutFile(out, [file, shell.option('key')].filter((each) => each !== undefined));
  const verdict = verifyEvidence(bytes, { head, key });
  const ours = verdict.recordsHold ? inOurWords(bytes) : null;
  if (out !== undefined && ours !== null) writeOutFile(out, ours);
  const ourPage = ourPageWords(file, out, ours);
  const isUnwritten = out !== undefined && verdict.recordsHold && ours === null;
  const json = { ...verdict, ...(out !== undefined && ours !== null && { file: out }) };
  if (!verdict.ok) {
    return { json, exitCode: 1, lines: ['This file does not prove what it shows:', ...verdict.problems.map((problem) => `  ${problem}`), ...(verdict.recordsHold ? ['Its records are proven.', ourPage] : [])] };
  }
  return {
    json,
    ...(isUnwritten && { exitCode: 1 }),
    lines: [
      ...provenWords(verdict, out === undefined && verdict.words === 'ours' ? [] : [ourPage]),
      `They belong to ${verdict.head}`,
      ...(verdict.earlierHeads > 0 ? [`which goes on from ${count(verdict.earlierHeads, 'head')} signed earlier${head ? ', among them the one you gave' : ''}.`] : []),
      `Signed with the key ${verdict.fingerprint}${key ? ', which is the one you gave or took its place.' : '; that it is the team’s must be known from elsewhere (--key FILE).'}`,
    ],
  };
}

function provenWords(verdict: EvidenceVerdict, ourPage: readonly string[]): string[] {
  const records = `${count(verdict.records, 'record')}: each stands in the journal exactly so, at its place`;
  if (verdict.words === 'ours') return [`${records}, and the page shows what they say.`, ...ourPage];
  return [`${records}.`, 'The page is as it was signed, in other words than those of this version: that it shows what they say, only its signer vouches for.', ...ourPage];
}

function ourPageWords(file: string, out: string | undefined, ours: string | null): string {
  if (ours === null) return `A later version wrote some of its records: this one has no words for all of them${out === undefined ? '' : ', and wrote no page'}.`;
  return out === undefined ? `What this version makes of the same records: audit verify ${file} --out PAGE` : `What this version makes of its records stands in ${out}.`;
}

async function verifyHere(shell: Shell): Promise<Answer> {
  const { settings } = shell;
  if (settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `There is no journal on disk: RE_STORE is ${settings.storeKind}.`));
  const place = signingPlace(settings);
  const log = readHeadsLog(place);
  const key = (await givenKey(shell)) ?? publicKeyOf(place.publicFile) ?? undefined;
  const given = givenHead(shell);
  if (given && !isTrusted(given, key, log)) throw new Refused(refusal('invalid_input', 'That head was not signed with the key that lies here, nor with one it replaced.', { lift: `The public key is looked for at ${place.publicFile}; give another with --key FILE.` }));
  const kept = inForce(log?.heads ?? []);
  const verdict = await verified(shell, [1, ...kept.map((head) => head.seq), ...(given ? [given.seq] : [])]);
  const heads = judged(shell, verdict, { kept, given, log, file: place.headsFile });
  const { hashes: _, roots: __, firstAt: ___, ...shown } = verdict;
  const json = { ...shown, ok: verdict.ok && heads.problems.length === 0, heads };
  if (json.ok) return { json, lines: [`The journal is whole: ${count(verdict.records, 'record')}, head ${verdict.head.hash.slice(0, 16)}…; ${said(heads.checked, log, place.headsFile)}`, ...heads.notes] };
  return { json, exitCode: 1, lines: [...damageLines(verdict), ...headLines(heads.problems), ...heads.notes] };
}

function isTrusted(head: SignedHead, key: KeyObject | undefined, log: Examined | null): boolean {
  const replaced = (log?.heads ?? []).flatMap((each) => (each.kind === 're-key-1' ? [keyFrom(each.oldKey)] : []));
  return [...(key ? [key] : []), ...replaced].some((each) => isSignedBy(head, each));
}

interface Kept {
  readonly kept: readonly SignedHead[];
  readonly given: SignedHead | undefined;
  readonly log: Examined | null;
  readonly file: string;
}

function judged(shell: Shell, verdict: JournalVerdict, { kept, given, log, file }: Kept): { checked: number; problems: string[]; notes: string[] } {
  const first = verdict.hashes.get(1);
  const standing: Standing = {
    head: verdict.head, first: first === undefined ? null : { hash: first, at: verdict.firstAt ?? 0 },
    hashAt: (seq) => verdict.hashes.get(seq) ?? null, rootAt: (seq) => verdict.roots.get(seq) ?? null,
  };
  const found = judgeHeads(kept, standing);
  const isNote = (problem: HeadProblem) => isHarmless(shell, problem);
  const ofGiven = given && judge(given, standing);
  const back = given && ofGiven && takenBackBy(given, log?.heads ?? []);
  const broken = (log?.broken ?? []).map(({ line, problem }) => `Line ${line} of ${file} ${problem}.`);
  return {
    checked: kept.length - found.length + (given && !ofGiven ? 1 : 0),
    problems: [...broken, ...found.filter((each) => !isNote(each)).map((each) => each.problem), ...(ofGiven ? [`${ofGiven.problem}${back ? ` On ${back.at} a person said that this is meant to be so (see HistoryAccepted in the journal).` : ''}`] : [])],
    notes: found.filter(isNote).slice(0, 1).map((each) => `${each.problem} Nothing leaves this machine, so that is only told: audit accept --reason "why" --yes takes it back.`),
  };
}

function said(checked: number, log: Examined | null, file: string): string {
  if (checked > 0) return `every one of ${count(checked, 'head')} signed earlier is in it`;
  return `no head signed earlier is known here${log ? '' : ` (${file} is not there)`}, so a cut end cannot be told`;
}

function damageLines({ ok, problems }: JournalVerdict): string[] {
  return ok ? [] : ['The journal is damaged. Nothing is sent until it is restored.', ...problems.flatMap(({ file, byte, seq, problem, advice }) => [`  ${file}, byte ${byte}, record ${seq}: ${problem}`, `    ${advice}`])];
}

function headLines(problems: readonly string[]): string[] {
  if (problems.length === 0) return [];
  return ['The journal does not agree with heads that were signed earlier:', ...problems.map((problem) => `  ${problem}`), '  If somebody restored it or started over on purpose: audit accept --reason "why" --yes. If not, keep it as it is and restore the newest backup.'];
}

async function verified({ settings, progress }: Shell, hashesAt: readonly number[]): Promise<JournalVerdict> {
  try {
    return await verifyJournal(settings.dataDir, { hashesAt, withRoots: true, onProgress: ({ records, file }) => progress(`${records} records, ${file}`) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw noJournal(settings);
  }
}
