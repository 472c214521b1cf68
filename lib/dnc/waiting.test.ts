import { expect, test } from 'vitest';
import { ana } from '#lib/approvals/given.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import type { Reads } from '#lib/store/port.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import type { DncFields } from './entry.ts';
import { entryKey } from './match.ts';
import { withoutWalks } from './testing/without-walks.ts';
import { readQueue } from './testing/read-queue.ts';
import { waitingFor, waitingForEach } from './waiting.ts';

/** What waits for whoever an entry names. */

const mail = (value: string) => ({ kind: 'email', value });
const asked = { source: 'console' } as const;

/** Ana's, who took an address off Kim and gave it to Kim's other row; somebody else at the same firm. */
async function openQueue() {
  const t = createTestWorld();
  const draft = async (leadId: string, recipient: string) => (await submitDraft(t.as(ana), { leadId, channel: 'email', subject: 'House', body: `To ${recipient}`, recipient })).id;
  const kim = await addLead(t.as(ana), { name: 'Kim', addresses: [mail('kim@gmail.com'), mail('kim@firm.example')] });
  const first = await draft(kim.id, 'kim@gmail.com');
  const { version } = await editLead(t.as(ana), { id: kim.id, version: kim.version, addresses: [mail('kim@firm.example')] });
  const second = await draft(kim.id, 'kim@firm.example');
  const row = await addLead(t.as(ana), { name: 'Kim again', addresses: [mail('k.im+x@gmail.com')] });
  const third = await draft(row.id, 'k.im+x@gmail.com');
  const bo = await addLead(t.as(ana), { name: 'Bo', addresses: [mail('bo@sub.firm.example')] });
  const fourth = await draft(bo.id, 'bo@sub.firm.example');
  return { ...t, kim: { ...kim, version }, drafts: [first, second, third, fourth] as const };
}

const idsOf = async (reads: Reads, entry: Pick<DncFields, 'kind' | 'value' | 'source'>) => (await waitingFor(reads, entry)).map(({ id }) => id).toSorted();

test.each([['email', 'ki.m@googlemail.com'], ['email', 'kim@firm.example'], ['email', 'bo@sub.firm.example'], ['email', 'nobody@firm.example'], ['phone', '+13035550142'], ['handle', 'telegram:kim_lee']] as const)(
  'for %s %s it is what a walk through everything would find, without one', async (kind, value) => {
    const { world } = await openQueue();
    const { now, ever } = await readQueue(world.store);
    const key = entryKey({ kind, value });
    for (const source of ['console', 'bounce:msg_1']) {
      const named = [...(now.get(key) ?? []), ...(ever.get(key) ?? [])];
      const walked = source === 'console' ? named : named.filter(({ recipient }) => entryKey({ kind, value: recipient }) === key);
      expect(await idsOf(withoutWalks(world.store), { kind, value, source })).toEqual(walked.map(({ id }) => id).toSorted());
    }
  },
);

test('an address names everybody who has it or had it; that mail to it came back, only who is written to there', async () => {
  const { world, drafts: [first, second, third] } = await openQueue();
  expect(await idsOf(world.store, { ...mail('kim@gmail.com'), kind: 'email', ...asked })).toEqual([first, second, third].toSorted());
  expect(await idsOf(world.store, { kind: 'email', value: 'kim@gmail.com', source: 'bounce:msg_1' })).toEqual([first, third].toSorted());
});

test('a lead names every row of the person', async () => {
  const { world, kim, drafts: [first, second, third] } = await openQueue();
  expect(await idsOf(withoutWalks(world.store), { kind: 'lead', value: kim.id, ...asked })).toEqual([first, second, third].toSorted());
});

test('a domain names everybody who can be reached there, and under it, on every page of what waits', async () => {
  const { world, as, drafts: [first, second, , fourth] } = await openQueue();
  expect(await idsOf(world.store, { kind: 'domain', value: 'firm.example', ...asked })).toEqual([first, second, fourth].toSorted());
  const { id: leadId } = await addLead(as(ana), { name: 'Cy', addresses: [mail('cy@other.example')] });
  for (let i = 0; i < 600; i++) await submitDraft(as(ana), { leadId, channel: 'email', subject: 'House', body: `House ${i}` });
  expect((await waitingFor(world.store, { kind: 'domain', value: 'other.example', ...asked })).length).toBe(600);
  expect(await idsOf(world.store, { kind: 'domain', value: 'firm.example', ...asked })).toEqual([first, second, fourth].toSorted());
});

test('many are answered in their order, with one walk for all domains; a fingerprint names nobody', async () => {
  const { world, kim, drafts: [first, second, third, fourth] } = await openQueue();
  const counted = { pages: 0 };
  const reads: Reads = { ...world.store, approvals: { ...world.store.approvals, page: (...args) => (counted.pages++, world.store.approvals.page(...args)) } };
  const found = await waitingForEach(reads, [
    { kind: 'domain', value: 'firm.example', ...asked }, { kind: 'lead', value: kim.id, ...asked }, { kind: 'domain', value: 'nobody.example', ...asked }, { kind: 'erased', value: 'f', ...asked },
    { kind: 'domain', value: 'sub.firm.example', ...asked },
  ]);
  expect(found.map((rows) => rows.map(({ id }) => id).toSorted())).toEqual([[first, second, fourth].toSorted(), [first, second, third].toSorted(), [], [], [fourth]]);
  expect(counted.pages).toBe(1);
});
