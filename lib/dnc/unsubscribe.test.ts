import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { withoutWalks } from './testing/without-walks.ts';
import { unsubscribe, unsubscribeLinkState } from './unsubscribe.ts';
import { approvalOfToken, unsubscribeToken, unsubscribeUrl } from './unsubscribe-link.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'route' };
const nobody: Actor = { kind: 'lead', id: 'nobody', name: 'Nobody' };

async function sentAndWaiting() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_UNDO_CHAT_SECONDS: '0', NEXTAUTH_URL: 'https://console.example.com', RE_EMAIL_FROM: 'us@example.com', RE_EMAIL_SMTP_URL: 'smtp://127.0.0.1' });
  const lead = await addLead(t.as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }, { kind: 'telegram', value: 'kim_lee' }] });
  const draft = async (channel: 'email' | 'telegram') => {
    const made = await submitDraft(t.as(ana), { leadId: lead.id, channel, body: 'A house.', ...(channel === 'email' && { subject: 'House' }) });
    await approveDraft(t.as(ana), { id: made.id, contentHash: made.contentHash });
    return made.id;
  };
  const id = await draft('email');
  const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
  return { ...t, lead, draft, id, dispatch, token: unsubscribeToken(id, t.world.seal) };
}

test('a first mail carries its own link; looking at it changes nothing', async () => {
  const { world, as, id, dispatch, token } = await sentAndWaiting();
  expect(dispatch?.unsubscribe).toEqual({ url: `https://console.example.com/api/unsubscribe/${token}` });
  const before = await world.store.head();
  expect(await unsubscribeLinkState(as(nobody), token)).toBe('ask');
  expect(await world.store.head()).toEqual(before);
  expect(approvalOfToken(token, world.seal)).toBe(id);
});

test('a click puts the person on the list on every channel and ends what waits for them, once', async () => {
  const { world, as, lead, draft, token } = await sentAndWaiting();
  const waiting = await draft('telegram');
  expect(await unsubscribe(as(nobody), token)).toBe('done');
  expect(await world.store.approvals.get(waiting)).toMatchObject({ status: 'blocked', rule: 'dnc' });
  expect(await world.store.dnc.matching([`lead:${lead.id}`])).toMatchObject([{ channel: 'all', source: 'unsubscribe_link', addedBy: `lead:${lead.id}` }]);
  const after = await world.store.head();
  expect(await unsubscribeLinkState(as(nobody), token)).toBe('done');
  expect(await unsubscribe(as(nobody), token)).toBe('done');
  expect(await world.store.head()).toEqual(after);
});

test('a link that was not made here, or was changed anywhere, does nothing', async () => {
  const { world, as, token } = await sentAndWaiting();
  const before = await world.store.head();
  for (const bad of ['', '.', 'apr_1', 'apr_1.', token.slice(0, -1), `${token}x`, token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')), token.replace('apr_', 'apx_')]) {
    expect(await unsubscribeLinkState(as(nobody), bad)).toBe('unknown_link');
    expect(await unsubscribe(as(nobody), bad)).toBe('unknown_link');
  }
  expect(await world.store.head()).toEqual(before);
});

test('without an address that mail programs can reach there is no link', () => {
  expect(unsubscribeUrl('apr_1', null, (text) => text)).toBeNull();
});

test('a click looks at the person alone, however much waits for others', async () => {
  const { world, as, draft, token } = await sentAndWaiting();
  const other = await addLead(as(ana), { name: 'Bo', addresses: [{ kind: 'email', value: 'bo@example.org' }] });
  const others = await Promise.all(['A', 'B', 'C'].map((body) => submitDraft(as(ana), { leadId: other.id, channel: 'email', subject: 'House', body })));
  const waiting = await draft('telegram');
  await unsubscribe({ ...as(nobody), world: { ...world, store: withoutWalks(world.store) } }, token);
  expect(await world.store.approvals.get(waiting)).toMatchObject({ status: 'blocked' });
  for (const { id } of others) expect(await world.store.approvals.get(id)).toMatchObject({ status: 'pending', reason: { kind: 'new' } });
});
