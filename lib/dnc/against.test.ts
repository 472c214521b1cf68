import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { getApproval } from '#lib/approvals/get-approval.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { Refused } from '#lib/errors.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { getLead } from '#lib/leads/get-lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { inbound } from '#lib/messages/testing/inbound-world.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { addDncEntry } from './add-entry.ts';
import { additionEvents } from './additions.ts';
import { removeDncEntry } from './remove-entry.ts';

/** Somebody said stop; what people do with the addresses of leads afterwards does not bring them back. */

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'agent' };
const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'ingest', name: 'ingest' };
const mail = (value: string) => ({ kind: 'email', value });
const phone = { kind: 'phone', value: '+13035550142' };

function open() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = (name: string, ...addresses: object[]) => addLead(t.as(ana), { name, addresses });
  const draft = (leadId: string, channel = 'email') => submitDraft(t.as(ana), { leadId, channel, body: 'A house.', ...(channel === 'email' && { subject: 'House' }) });
  const says = (value: string, text: string) => recordInbound(t.as(worker), { inbound: [inbound({ address: { kind: 'email', value }, text })] });
  return { ...t, lead, draft, says };
}

async function codeOf(doing: Promise<unknown>): Promise<string | null> {
  return doing.then(() => null, (error: unknown) => {
    if (error instanceof Refused) return error.refusal.code;
    throw error;
  });
}

test.each([['the same address', 'lee@gmail.com'], ['another spelling of it', 'l.ee+again@googlemail.com']])('%s, taken off the lead and given to another one, is not written to', async (_name, again) => {
  const { lead, draft, says, as } = open();
  const first = await lead('Lee', mail('lee@gmail.com'), phone);
  await says('lee@gmail.com', 'STOP');
  await editLead(as(ana), { id: first.id, version: first.version, addresses: [phone] });
  const second = await lead('Lee once more', mail(again));
  expect((await getLead(as(ana), { id: second.id })).dnc).toMatchObject([{ kind: 'lead', value: first.id }]);
  expect(await codeOf(draft(second.id))).toBe('on_dnc');
});

test('a lead beside it, under another spelling of the same mailbox, is the same person: what waits there ends at once', async () => {
  const { lead, draft, says, as, world } = open();
  await lead('Lee', mail('lee@gmail.com'));
  const other = await lead('L. Lee', mail('l.ee@gmail.com'), phone);
  const [pending, approved, chat] = [await draft(other.id), await draft(other.id), await draft(other.id, 'whatsapp')];
  await approveDraft(as(ana), { id: approved.id, contentHash: approved.contentHash });
  await says('lee@gmail.com', 'STOP');
  for (const { id } of [pending, approved, chat]) expect(await getApproval(as(ana), { id })).toMatchObject({ status: 'blocked' });
  expect((await claimNext(as(worker), { channels: ['email', 'whatsapp'], worker: 'w' })).dispatch).toBeNull();
  expect((await world.store.dnc.page({}, { cursor: null, limit: 10 })).total).toBe(1);
});

test('what was asked for under an address goes on for the person when that address is taken off them, until a manager lifts it', async () => {
  const { lead, draft, as } = open();
  const kim = await lead('Kim', mail('kim@example.org'), phone);
  await addDncEntry(as(ana), { kind: 'email', value: 'kim@example.org', reason: 'asked us to stop' });
  await editLead(as(ana), { id: kim.id, version: kim.version, addresses: [phone] });
  expect(await codeOf(draft(kim.id, 'whatsapp'))).toBe('on_dnc');
  const [entry] = (await getLead(as(ana), { id: kim.id })).dnc;
  expect(entry).toMatchObject({ kind: 'lead', value: kim.id, channel: 'all', reason: expect.stringContaining('asked us to stop') });
  await removeDncEntry(as(mel), { id: entry!.id, reason: 'It was never their address.', confirm: true });
  expect(await codeOf(draft(kim.id, 'whatsapp'))).toBeNull();
  expect(await codeOf(lead('Somebody', mail('kim@example.org')).then(({ id }) => draft(id)))).toBe('on_dnc');
});

test.each([['they write from the old address', 'message'], ['somebody lists it again', 'entry']])('what is asked for after a manager lifted it counts, though the entry on the address still stands: %s', async (_name, how) => {
  const { lead, draft, says, as, pass, world } = open();
  const kim = await lead('Kim', mail('kim.old@example.org'), mail('kim@example.org'));
  await addDncEntry(as(ana), { kind: 'email', value: 'kim.old@example.org', reason: 'asked us to stop' });
  await editLead(as(ana), { id: kim.id, version: kim.version, addresses: [mail('kim@example.org')] });
  const [carried] = (await getLead(as(ana), { id: kim.id })).dnc;
  await removeDncEntry(as(mel), { id: carried!.id, reason: 'It was their ex.', confirm: true });
  const waiting = await draft(kim.id);
  pass(3_600_000);
  const asked = () => (how === 'message' ? says('kim.old@example.org', 'Please stop emailing me.') : addDncEntry(as(ana), { kind: 'email', value: 'kim.old@example.org', reason: 'asked again' }));
  await asked();
  expect(await getApproval(as(ana), { id: waiting.id })).toMatchObject({ status: 'blocked' });
  expect(await codeOf(draft(kim.id))).toBe('on_dnc');
  const { total } = await world.store.dnc.page({}, { cursor: null, limit: 10 });
  await asked();
  expect((await world.store.dnc.page({}, { cursor: null, limit: 10 })).total).toBe(total);
});

test.each([['the entry is made for the old address', 'entry'], ['they write from the old address', 'message']])('whoever says stop under an address that was taken off them before is heeded: %s', async (_name, how) => {
  const { lead, draft, says, as } = open();
  const jo = await lead('Jo', mail('jo@example.org'), mail('jo.old@example.net'));
  const waiting = await draft(jo.id);
  await approveDraft(as(ana), { id: waiting.id, contentHash: waiting.contentHash });
  const edited = await editLead(as(ana), { id: jo.id, version: jo.version, addresses: [mail('jo@example.org')] });
  await approveDraft(as(ana), { id: waiting.id, contentHash: waiting.contentHash });
  if (how === 'entry') await addDncEntry(as(ana), { kind: 'email', value: 'jo.old@example.net', reason: 'asked us to stop' });
  else await says('jo.old@example.net', 'STOP');
  expect(await getApproval(as(ana), { id: waiting.id })).toMatchObject({ status: 'blocked' });
  expect(await codeOf(draft(edited.id))).toBe('on_dnc');
  expect((await claimNext(as(worker), { channels: ['email'], worker: 'w' })).dispatch).toBeNull();
});

test('whoever said stop under one row is not written to under another that shares only another address', async () => {
  const { lead, draft, as } = open();
  await lead('Jo', mail('jo@gmail.com'), phone);
  const row = await lead('J. O.', mail('j.o@gmail.com'));
  await addDncEntry(as(ana), { kind: 'phone', value: phone.value, reason: 'asked on the phone' });
  expect(await codeOf(draft(row.id))).toBe('on_dnc');
});

test('an address that only came back is put right, and nobody is held for the old one', async () => {
  const { lead, draft, as, record } = open();
  const bo = await lead('Bo', mail('bo@exmaple.org'));
  await record([{ subject: { kind: 'dnc', id: 'dnc_1' }, event: { type: 'DncEntryAdded', fields: { kind: 'email', value: 'bo@exmaple.org', channel: 'email', reason: 'no such user', source: 'bounce:msg_1' } } }]);
  expect(await codeOf(draft(bo.id))).toBe('on_dnc');
  await editLead(as(ana), { id: bo.id, version: bo.version, addresses: [mail('bo@example.org')] });
  expect(await codeOf(draft(bo.id))).toBeNull();
});

test('an entry on a whole domain is not carried along to an address elsewhere', async () => {
  const { lead, draft, as } = open();
  const cy = await lead('Cy', mail('cy@rival.example'));
  await addDncEntry(as(mel), { kind: 'domain', value: 'rival.example', reason: 'a rival' });
  await editLead(as(ana), { id: cy.id, version: cy.version, addresses: [mail('cy@home.example')] });
  expect(await codeOf(draft(cy.id))).toBeNull();
});

test('an address that was theirs says stop where it is now: they are not written to either', async () => {
  const { lead, draft, says, as } = open();
  const first = await lead('Lee', mail('lee@gmail.com'), mail('lee@work.example'));
  const waiting = await draft(first.id);
  await editLead(as(ana), { id: first.id, version: first.version, addresses: [mail('lee@work.example')] });
  await lead('Lee again', mail('lee@gmail.com'));
  await says('lee@gmail.com', 'STOP');
  expect(await getApproval(as(ana), { id: waiting.id })).toMatchObject({ status: 'blocked' });
  expect(await codeOf(draft(first.id))).toBe('on_dnc');
  expect((await getLead(as(ana), { id: first.id })).dnc).toHaveLength(1);
});

test('an opt-out found through another spelling is not left behind when the address is taken off the lead', async () => {
  const { lead, draft, says, as } = open();
  const first = await lead('Lee', mail('lee@gmail.com'), mail('lee@work.example'));
  await lead('L. Lee', mail('l.ee@gmail.com'));
  await says('l.ee@gmail.com', 'STOP');
  expect(await codeOf(draft(first.id))).toBe('on_dnc');
  await editLead(as(ana), { id: first.id, version: first.version, addresses: [mail('lee@work.example')] });
  expect(await codeOf(draft(first.id))).toBe('on_dnc');
});

test('mail to one of their addresses came back: nothing goes there, and the other one is written to', async () => {
  const { lead, draft, as, world, pass } = open();
  const bo = await lead('Bo', mail('bo@old.example'), mail('bo@new.example'));
  const to = (recipient: string) => submitDraft(as(ana), { leadId: bo.id, channel: 'email', subject: 'House', body: `To ${recipient}`, recipient });
  const [old, fresh] = [await draft(bo.id), await to('bo@new.example')];
  await approveDraft(as(ana), { id: fresh.id, contentHash: fresh.contentHash });
  pass(60_000);
  await world.store.commit({ actor: worker, cause: 'test', correlationId: 'cor_1', now: world.clock.now() }, async (reads) => {
    const fields = { kind: 'email', value: 'bo@old.example', channel: 'email', reason: 'No such mailbox', source: 'bounce:msg_1' } as const;
    return { events: (await additionEvents(reads, [{ row: 2, id: 'dnc_1', fields }])).events, result: null };
  });
  expect(await getApproval(as(ana), { id: old.id })).toMatchObject({ status: 'blocked' });
  expect(await codeOf(to('bo@old.example'))).toBe('on_dnc');
  expect(await codeOf(to('bo@new.example'))).toBeNull();
  expect((await claimNext(as(worker), { channels: ['email'], worker: 'w' })).dispatch).toMatchObject({ approvalId: fresh.id });
});

test('whoever asked to be left alone is erased: who has an address of theirs now is still not written to, until a manager says so', async () => {
  const { lead, draft, as } = open();
  const first = await lead('Lee', mail('lee@gmail.com'), phone);
  await addDncEntry(as(mel), { kind: 'lead', value: first.id, reason: 'asked on the phone' });
  const { version } = await editLead(as(ana), { id: first.id, version: first.version, addresses: [phone] });
  expect(version).toBeGreaterThan(first.version);
  const second = await lead('Lee once more', mail('lee@gmail.com'));
  expect(await codeOf(draft(second.id))).toBe('on_dnc');
  await eraseLead(as({ ...mel, role: 'admin' } as Actor), { leadId: first.id, reason: 'asked', confirm: true });
  expect(await codeOf(draft(second.id))).toBe('on_dnc');
  const { dnc } = await getLead(as(ana), { id: second.id });
  expect(dnc).toMatchObject([{ kind: 'lead', value: second.id, channel: 'all' }]);
  await removeDncEntry(as(mel), { id: dnc[0]?.id, reason: 'somebody else, they rang', confirm: true });
  expect(await codeOf(draft(second.id))).toBeNull();
});
