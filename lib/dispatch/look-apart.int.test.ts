import { appendFileSync, cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { readConfig } from '#lib/config.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { segmentName } from '#lib/store/journal/segment.ts';
import { JournalTail } from '#lib/store/journal/tail.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import type { Call } from '#lib/world.ts';
import { claimNext } from './claim-next.ts';
import { lastLookAt } from './last-look.ts';
import { lookApart } from './look-apart.ts';
import { recordOutcome } from './record-outcome.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };

let folder: string | null = null;
let world: Runtime | null = null;
afterEach(async () => {
  await world?.close();
  if (folder) rmSync(folder, { recursive: true });
  folder = world = null;
});

const env = { RE_SANDBOX: 'off', RE_EMAIL_SMTP_URL: 'smtp://127.0.0.1:1', RE_EMAIL_FROM: 'us@example.com', RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' };

/** A data folder with approved mails, and somebody who sees no more of it than the end of its journal. */
async function approved(count: number) {
  folder = mkdtempSync(join(tmpdir(), 're-apart-'));
  const config = readConfig({ ...env, RE_DATA_DIR: folder });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const opened = (world = await openRuntime(config.settings));
  const as = (actor: Actor): Call => ({ world: opened, actor, correlationId: 'cor_test' });
  const leads = [];
  for (let i = 0; i < count; i++) {
    const lead = await addLead(as(mel), { name: `Lead ${i}`, addresses: [{ kind: 'email', value: `lead${i}@example.org` }] });
    const draft = await submitDraft(as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: `House ${i}` });
    await approveDraft(as(mel), { id: draft.id, contentHash: draft.contentHash });
    leads.push(lead);
  }
  const look = lookApart(new JournalTail(join(folder, 'journal')), 'w');
  const claim = async (): Promise<Dispatch> => {
    const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'w' });
    if (!dispatch) throw new Error('nothing was claimed');
    return dispatch;
  };
  const accepted = (dispatch: Dispatch) => recordOutcome(as(worker), dispatch, { kind: 'accepted', providerId: `${dispatch.idempotencyKey}@test`, evidence: '250' });
  return { as, leads, look, claim, accepted, path: join(folder, 'journal', segmentName(1)) };
}

test('other messages that are claimed and go out stop nothing', async () => {
  const { look, claim, accepted } = await approved(4);
  const [first, second, third] = [await claim(), await claim(), await claim()];
  expect([first, second, third].map((dispatch) => look.isClear(dispatch, 0))).toEqual([true, true, true]);
  await accepted(first);
  await claim();
  expect([second, third].map((dispatch) => look.isClear(dispatch, 0))).toEqual([true, true]);
});

test('whatever else is recorded has to be asked about, by what was claimed before it', async () => {
  const { as, leads, look, claim } = await approved(8);
  const [lead] = leads;
  const stops: (() => Promise<unknown>)[] = [
    () => editLead(as(mel), { id: lead!.id, version: lead!.version, stage: 'offer' }),
    () => addDncEntry(as(mel), { kind: 'email', value: 'lead0@example.org', reason: 'asked' }),
    () => addLead(as(mel), { name: 'Somebody', addresses: [{ kind: 'email', value: 'somebody@example.org' }] }),
    // Last: nothing is claimed after it.
    () => pauseChannel(as(mel), { channel: 'email', reason: 'look first' }),
  ];
  for (const stop of stops) {
    const dispatch = await claim();
    expect(look.isClear(dispatch, 0)).toBe(true);
    await stop();
    expect(look.isClear(dispatch, 0)).toBe(false);
    expect(look.isClear(dispatch, 0)).toBe(false);
  }
});

test('what is claimed after it goes by itself again', async () => {
  const { as, look, claim } = await approved(2);
  await addDncEntry(as(mel), { kind: 'email', value: 'nobody@example.org', reason: 'asked' });
  const dispatch = await claim();
  expect(look.isClear(dispatch, 0)).toBe(true);
});

/** The folder as it is now, elsewhere. */
function copied(): string {
  const copy = mkdtempSync(join(tmpdir(), 're-apart-'));
  onTestFinished(() => rmSync(copy, { recursive: true }));
  cpSync(folder!, copy, { recursive: true });
  return copy;
}

/** What another worker, that knew the journal as it was in this copy of the folder, writes into it by `work`. */
async function writtenElsewhere(copy: string, work: (as: (actor: Actor) => Call) => Promise<unknown>): Promise<Buffer> {
  const config = readConfig({ ...env, RE_DATA_DIR: copy });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const journal = join(copy, 'journal', segmentName(1));
  const before = readFileSync(journal).length;
  const other = await openRuntime(config.settings);
  await work((actor) => ({ world: other, actor, correlationId: 'cor_other' }));
  await other.close();
  return readFileSync(journal).subarray(before);
}

test('a claim of the same attempt that lost its race, behind a stop, hides it not', async () => {
  const { as, look, claim, path } = await approved(1);
  const copy = copied();
  const dispatch = await claim();
  await addDncEntry(as(mel), { kind: 'email', value: dispatch.content.recipient, reason: 'asked' });
  appendFileSync(path, await writtenElsewhere(copy, (other) => claimNext(other(worker), { channels: ['email'], worker: 'w2' })));
  expect(await lastLookAt(world!, dispatch)()).toContain('Do-Not-Contact');
  expect(look.isClear(dispatch, 0)).toBe(false);
});

test('nor does it when the stop is about this very message', async () => {
  const { as, leads, look, claim, path } = await approved(1);
  const copy = copied();
  const dispatch = await claim();
  const [lead] = leads;
  await editLead(as(mel), { id: lead!.id, version: lead!.version, stage: 'offer' });
  appendFileSync(path, await writtenElsewhere(copy, (other) => claimNext(other(worker), { channels: ['email'], worker: 'w2' })));
  expect(await lastLookAt(world!, dispatch)()).toContain('stage changed');
  expect(look.isClear(dispatch, 0)).toBe(false);
});

test('a stop that stands behind what another writer left unfinished, on one line with it, is asked about', async () => {
  const { look, claim, path } = await approved(1);
  const dispatch = await claim();
  const copy = copied();
  const stop = await writtenElsewhere(copy, (other) => pauseChannel(other(mel), { channel: 'email', reason: 'look first' }));
  appendFileSync(path, Buffer.concat([Buffer.from('8,2026-11-29T15:00:00.000Z,DispatchStarted,approval:apr_another,worker:route,cor'), stop]));
  expect(await lastLookAt(world!, dispatch)()).toContain('paused');
  expect(look.isClear(dispatch, 0)).toBe(false);
});

test('an attempt that came to something, or has another behind it, is asked about', async () => {
  const { as, look, claim, accepted } = await approved(1);
  const first = await claim();
  await recordOutcome(as(worker), first, { kind: 'unknown', evidence: 'cut' });
  await resolveUncertain(as(mel), { id: first.approvalId, as: 'send_again', note: 'they have nothing' });
  const second = await claim();
  expect([look.isClear(first, 0), look.isClear(second, 0)]).toEqual([false, true]);
  await accepted(second);
  expect(look.isClear(second, 0)).toBe(false);
});

test('what was claimed long ago, by a clock that was set since, or before anybody looked, is asked about', async () => {
  const { look, claim, path } = await approved(2);
  const dispatch = await claim();
  expect([999, 1000, -1].map((ms) => look.isClear(dispatch, ms))).toEqual([true, false, false]);
  const late = lookApart(new JournalTail(join(path, '..')), 'w');
  expect(late.isClear(dispatch, 0)).toBe(false);
});

test('behind a line without an end it cannot tell', async () => {
  const { look, claim, path } = await approved(1);
  const dispatch = await claim();
  expect(look.isClear(dispatch, 0)).toBe(true);
  appendFileSync(path, '99,2026-');
  expect(look.isClear(dispatch, 0)).toBe(false);
});

test('when another file takes the place of the one it reads, it cannot tell what was added there', async () => {
  const { look, claim, path } = await approved(1);
  const dispatch = await claim();
  expect(look.isClear(dispatch, 0)).toBe(true);
  writeFileSync(`${path}.new`, readFileSync(path));
  renameSync(`${path}.new`, path);
  expect(look.isClear(dispatch, 0)).toBe(false);
});
