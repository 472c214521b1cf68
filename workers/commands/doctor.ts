import { existsSync } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { openAdapters } from '#lib/channels/adapters.ts';
import { duration, systemClock } from '#lib/clock.ts';
import { readConfig, type Settings } from '#lib/config.ts';
import { Fault, Refused } from '#lib/errors.ts';
import { policyOf } from '#lib/policy/policy.ts';
import { checkDataFolder } from '#lib/store/csv/data-folder.ts';
import { lackOf } from '#lib/store/csv/file-system.ts';
import { unfinishedRestore } from '#lib/store/journal/restoring.ts';
import type { World } from '#lib/world.ts';
import { count } from './columns.ts';
import type { Command, Shell } from './command.ts';

/** Looks at everything that has to be right, and says of each what it found and what to do. */

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly found: string;
  readonly todo?: string;
}

const spaceMin = 500 * 1024 * 1024;
const probeMsMax = 20_000;

export const doctor: Command = {
  name: 'doctor',
  usage: '',
  worksWithoutData: true,
  summary: 'Check configuration, Node, the data folder, the journal, users and mail',
  async run(shell) {
    const findings = [configuration(), nodeVersion(), await dataFolder(shell.settings), ...restoreCutOff(shell.settings), await diskSpace(shell.settings), await journal(shell)];
    if (findings.every(({ ok }) => ok)) findings.push(await users(shell), ...(await clockBehind(shell)), ...(await mail(shell)));
    const bad = findings.filter(({ ok }) => !ok).length;
    const lines = findings.flatMap(({ check, ok, found, todo }) => [`${ok ? 'ok    ' : 'failed'}  ${check}: ${found}`, ...(todo === undefined ? [] : [`        ${todo}`])]);
    return { json: { ok: bad === 0, findings }, lines: [...lines, '', bad === 0 ? 'Everything is as it should be.' : `${count(bad, 'check')} failed.`], exitCode: bad === 0 ? 0 : 1 };
  },
};

const good = (check: string, found: string, todo?: string): Finding => ({ check, ok: true, found, ...(todo === undefined ? {} : { todo }) });
const poor = (check: string, found: string, todo: string): Finding => ({ check, ok: false, found, todo });

function configuration(): Finding {
  const config = readConfig(process.env);
  if (config.ok) return good('Configuration', `every setting is readable; mail is ${config.settings.email ? 'connected' : config.settings.sandbox ? 'in the sandbox' : 'off'}`);
  return poor('Configuration', config.problems.map(({ setting, problem }) => `${setting} ${problem}`).join('; '), 'Correct these settings; .env.example shows each of them.');
}

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 22 || (major === 22 && minor >= 18);
  return enough ? good('Node', process.versions.node) : poor('Node', `${process.versions.node} is too old to run the worker`, 'Start with npm start: it brings a newer one.');
}

/** The data folder, or the nearest folder above it that is there: it is made by the first start, not by looking. */
async function standing(dataDir: string): Promise<string> {
  for (let place = resolve(dataDir); ; place = dirname(place)) {
    try {
      if ((await stat(place)).isDirectory()) return place;
      throw Object.assign(new Error(`${place} is a file`), { code: 'ENOTDIR' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || place === dirname(place)) throw error;
    }
  }
}

async function dataFolder({ dataDir, anyFileSystem }: Settings): Promise<Finding> {
  const wanted = resolve(dataDir);
  try {
    checkDataFolder(wanted, { anyFileSystem });
    const place = await standing(dataDir);
    await access(place, constants.R_OK | constants.W_OK | constants.X_OK);
    return good('Data folder', place === wanted ? `${wanted} can be read and written` : `${wanted} is not there yet and can be made`, risk(place));
  } catch (error) {
    if (error instanceof Fault) return poor('Data folder', error.message, 'Nothing starts on it before that is solved.');
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return poor('Data folder', `${wanted} cannot be written (${code})`, 'Give this user the right to write there, or set RE_DATA_DIR to another folder.');
  }
}

function risk(place: string): string | undefined {
  const lack = lackOf(place);
  if (!lack) return undefined;
  return lack.loses === 'restart' ? `It lies on ${lack.name}, ${lack.lack}.` : `It lies on ${lack.name}, ${lack.lack}. RE_DATA_FS=any takes that risk.`;
}

/** Only told when there is something to tell. */
function restoreCutOff({ dataDir }: Settings): Finding[] {
  const left = unfinishedRestore(dataDir);
  return left === null ? [] : [poor('Restore', `one did not come to its end and left ${left}`, existsSync(dataDir) ? 'The data folder is as it was before: restore again, or delete that.' : 'The next start finishes it.')];
}

async function diskSpace({ dataDir }: Settings): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(await standing(dataDir));
    const free = bavail * bsize;
    const text = `${Math.round(free / 1024 / 1024).toLocaleString('en-US')} MB free`;
    return free >= spaceMin ? good('Space', text) : poor('Space', text, 'Make room: when the disk is full nothing can be recorded, so nothing is sent.');
  } catch (error) {
    return poor('Space', `cannot be told (${(error as NodeJS.ErrnoException).code ?? String(error)})`, 'See the data folder above.');
  }
}

async function journal(shell: Shell): Promise<Finding> {
  if (shell.settings.storeKind !== 'csv') return good('Journal', 'kept in memory only: what happens ends with the process', 'Set RE_STORE=csv to keep it.');
  try {
    const verdict = await verifyJournal(shell.settings.dataDir, { onProgress: ({ records }) => shell.progress(`${records} records`) });
    if (verdict.ok) return good('Journal', `whole, ${count(verdict.records, 'record')}`);
    const [first] = verdict.problems;
    return poor('Journal', first ? `${first.file}, byte ${first.byte}: ${first.problem}` : 'damaged', first?.advice ?? 'Restore the newest backup.');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return good('Journal', 'none yet', 'The first start makes it; or run: setup');
    return poor('Journal', error instanceof Error ? error.message : String(error), 'Run audit verify for the place.');
  }
}

/** A minute is what clocks that are kept right may differ by. */
const behindMsMax = 60_000;

/** Time does not go back behind what is recorded: with a clock that is set back, or was ahead once, it stands still. */
async function clockBehind(shell: Shell): Promise<Finding[]> {
  const { store } = (await shell.call()).world;
  const behindMs = store.lastAt() - systemClock.now();
  if (behindMs <= behindMsMax) return [];
  return [poor('Clock', `${duration(behindMs)} behind the newest record`, 'Set it right. Nothing is sent until it has caught up; was it far ahead before, bring back the newest backup from before that (restore).')];
}

async function users(shell: Shell): Promise<Finding> {
  try {
    const all = await (await shell.call()).world.store.accounts.users();
    const admins = all.filter((user) => user.status === 'active' && user.role === 'admin' && user.credentialId !== null).length;
    if (admins > 0) return good('Users', `${count(all.length, 'user')}, ${count(admins, 'admin')} who can sign in`);
    return poor('Users', 'no admin can sign in', 'Run setup on a new data folder, or: user add EMAIL --role admin --password-stdin');
  } catch (error) {
    if (!(error instanceof Fault) && !(error instanceof Refused)) throw error;
    return poor('Users', error.message, 'See the journal and the data folder above.');
  }
}

/** Law wants it in commercial mail; what is not given cannot be looked for. */
async function postalAddress({ settings, store }: World): Promise<Finding[]> {
  if (policyOf(settings, await store.policy.get()).postalAddress !== '') return [];
  return [good('Postal address', 'none is given: first mails are not checked for it', 'Commercial mail must carry one (16 CFR 316). A manager sets it under Settings → Policy.')];
}

async function mail(shell: Shell): Promise<Finding[]> {
  const { world } = await shell.call();
  if (!world.settings.email) return [good('Mail', world.settings.sandbox ? 'not connected: it stays in the sandbox' : 'not connected and the sandbox is off: no mail is sent', 'Set RE_EMAIL_IMAP_URL, RE_EMAIL_SMTP_URL and RE_EMAIL_FROM to connect a mailbox.')];
  const adapters = openAdapters(world);
  try {
    const probe = await adapters.get('email')?.probe({ signal: AbortSignal.any([shell.signal, AbortSignal.timeout(probeMsMax)]) });
    if (!probe) return [poor('Mail', 'there is no adapter for it', 'Check the RE_EMAIL_ settings.')];
    if (probe.kind === 'ok') return [good('Mail', `signed in as ${probe.account}`), ...(await postalAddress(world))];
    return [poor('Mail', probe.why, probe.code === 'channel_credentials' ? `Correct the user name or password in ${probe.setting}.` : `Check host, port and network of ${probe.setting}.`)];
  } finally {
    for (const adapter of adapters.values()) await adapter.close();
  }
}
