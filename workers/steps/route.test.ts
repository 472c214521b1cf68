import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import type { Store } from '#lib/store/port.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { sentCopies } from '../sent-copies.ts';
import { routeStep } from './route.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };

/** So many approved mails to as many leads, and a channel that takes them; the store may be another that stands before this one. */
async function approved(count: number, { before = (store: Store) => store, onSend = (_dispatch: Dispatch): void => undefined } = {}) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' });
  for (let i = 0; i < count; i++) {
    const lead = await addLead(t.as(mel), { name: `Lead ${i}`, addresses: [{ kind: 'email', value: `lead${i}@example.org` }] });
    const draft = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: `House ${i}` });
    await approveDraft(t.as(mel), { id: draft.id, contentHash: draft.contentHash });
  }
  const sent: string[] = [];
  const notAsked = () => Promise.reject(new Error('not asked'));
  const adapter: ChannelAdapter = {
    channel: 'email', sandbox: true, sender: 'sandbox@re-engine.test', capabilities: { send: true, receive: false, reconcile: false, subject: true, attachments: false, textLengthMax: 1000 },
    send: async (dispatch) => {
      onSend(dispatch);
      sent.push(dispatch.idempotencyKey);
      return { kind: 'accepted', providerId: `${dispatch.idempotencyKey}@test`, evidence: '250' };
    },
    receive: notAsked, reconcile: notAsked, probe: notAsked, close: () => Promise.resolve(),
  };
  const errors: unknown[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (facts: unknown) => void errors.push(facts) };
  const step = routeStep({ world: { ...t.world, store: before(t.world.store) }, adapter, worker: 'w', log, copies: sentCopies(log), onSending: () => undefined });
  return { ...t, step, sent, errors };
}

const going = () => new AbortController().signal;

test('everything that may go is sent, once, and what came of one is recorded in the turn that claims the next', async () => {
  const { world, step, sent } = await approved(3);
  expect(await step.run(going())).toMatchObject({ counts: { accepted: 3, refused: 0, unknown: 0 } });
  expect(new Set(sent).size).toBe(3);
  expect(await world.store.approvals.underWay()).toEqual([]);
  const { items } = await world.store.events({ types: ['DispatchStarted', 'DispatchAccepted'] }, { cursor: null, limit: 10 });
  expect(items.map(({ type }) => type).reverse()).toEqual(['DispatchStarted', 'DispatchAccepted', 'DispatchStarted', 'DispatchAccepted', 'DispatchStarted', 'DispatchAccepted']);
});

test('a worker that is asked to end while it sends claims nothing more', async () => {
  const ending = new AbortController();
  const { world, step, sent } = await approved(3, { onSend: () => ending.abort() });
  expect(await step.run(ending.signal)).toMatchObject({ counts: { accepted: 1 }, waitMs: 0 });
  expect(sent).toHaveLength(1);
  expect(await world.store.approvals.underWay()).toEqual([]);
});

test('what is claimed already is sent although what came of the one before could not be recorded; that one stays under way for whoever recovers it', async () => {
  let failures = 1;
  const failing = (store: Store): Store => ({ ...store, commit: (meta, decide) => (meta.cause === 'record-outcome' && failures-- > 0 ? Promise.reject(new Error('no')) : store.commit(meta, decide)) });
  const { world, step, sent, errors } = await approved(2, { before: failing });
  expect(await step.run(going())).toMatchObject({ counts: { accepted: 2 } });
  expect(new Set(sent).size).toBe(2);
  expect(errors).toMatchObject([{ key: sent[0], error: 'Error: no' }]);
  expect((await world.store.approvals.underWay()).map(({ id }) => `${id}.1`)).toEqual([sent[0]]);
});

test('with nothing claimed behind it, an outcome that cannot be recorded is a failure of the step', async () => {
  const failing = (store: Store): Store => ({ ...store, commit: (meta, decide) => (meta.cause === 'record-outcome' ? Promise.reject(new Error('no')) : store.commit(meta, decide)) });
  const { step } = await approved(1, { before: failing });
  await expect(step.run(going())).rejects.toThrow('no');
});
