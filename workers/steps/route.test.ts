import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { iso } from '#lib/clock.ts';
import { leaseMs } from '#lib/dispatch/claim-next.ts';
import { Fault } from '#lib/errors.ts';
import type { Store } from '#lib/store/port.ts';
import { createTestWorld, testStart } from '#lib/store/memory/test-world.ts';
import { sentCopies } from '../sent-copies.ts';
import { loop } from '../loop.ts';
import { routeStep } from './route.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };

interface Given {
  readonly limits?: string;
  /** Whom each is for; without it, somebody else each. */
  readonly to?: readonly string[];
  /** When the last one is to go out. */
  readonly lastAt?: number;
  /** The store may be another that stands before this one. */
  readonly before?: (store: Store, pass: (ms: number) => void) => Store;
  /** How long a message takes (ms). */
  readonly tookMs?: number;
  readonly onSending?: (trouble: unknown) => void;
  /** What becomes of a message; without it, it is taken. */
  readonly send?: (dispatch: Dispatch, pass: (ms: number) => void) => Outcome | undefined | Promise<undefined>;
}

/** So many approved mails, and a channel that takes them. */
async function approved(count: number, { limits = 'email=1000/1000/0', to, lastAt, before = (store) => store, tookMs = 60, onSending = () => undefined, send = () => undefined }: Given = {}) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: limits });
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const lead = await addLead(t.as(mel), { name: `Lead ${i}`, addresses: [{ kind: 'email', value: to?.[i] ?? `lead${i}@example.org` }] });
    const draft = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: `House ${i}` });
    const sendAt = lastAt !== undefined && i === count - 1 ? { sendAt: iso(lastAt) } : {};
    await approveDraft(t.as(mel), { id: draft.id, contentHash: draft.contentHash, ...sendAt });
    ids.push(draft.id);
    t.pass(10);
  }
  const sent: string[] = [];
  const underWayMost = { count: 0 };
  const notAsked = () => Promise.reject(new Error('not asked'));
  const adapter: ChannelAdapter = {
    channel: 'email', sandbox: true, sender: 'sandbox@re-engine.test', capabilities: { send: true, receive: false, reconcile: false, subject: true, attachments: false, textLengthMax: 1000 },
    send: async (dispatch) => {
      sent.push(dispatch.idempotencyKey);
      await new Promise(setImmediate);
      t.pass(tookMs);
      underWayMost.count = Math.max(underWayMost.count, (await t.world.store.approvals.underWay()).length);
      return (await send(dispatch, t.pass)) ?? { kind: 'accepted', providerId: `${dispatch.idempotencyKey}@test`, evidence: '250' };
    },
    receive: notAsked, reconcile: notAsked, probe: notAsked, close: () => Promise.resolve(),
  };
  const errors: unknown[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (facts: unknown) => void errors.push(facts) };
  const world = { ...t.world, store: before(t.world.store, t.pass) };
  const step = routeStep({ world, adapter, worker: 'w', log, copies: sentCopies(log), onSending });
  const attempts = async () => (await t.world.store.approvals.page({}, { cursor: null, limit: 50 }, 'queue')).items.map((row) => row.attempts.map(({ outcome }) => (outcome?.kind === 'refused' ? outcome.code : (outcome?.kind ?? 'none'))));
  const order = () => sent.map((key) => ids.indexOf(key.slice(0, key.indexOf('.'))));
  return { ...t, step, ids, sent, order, errors, underWayMost, attempts };
}

const going = () => new AbortController().signal;

test('everything that may go is sent, once; while one is on its way the next is claimed, and no more', async () => {
  const { world, step, sent, underWayMost } = await approved(4);
  expect(await step.run(going())).toMatchObject({ counts: { accepted: 4, refused: 0, unknown: 0 } });
  expect(new Set(sent).size).toBe(4);
  expect(underWayMost.count).toBe(2);
  expect(await world.store.approvals.underWay()).toEqual([]);
});

test('a sender that keeps a gap has one message under way', async () => {
  const { step, sent, pass, underWayMost } = await approved(3, { limits: 'email=1000/1000/1' });
  for (let i = 0; i < 3; i++) {
    expect(await step.run(going())).toMatchObject({ counts: { accepted: 1 } });
    pass(2000);
  }
  expect([sent.length, underWayMost.count]).toEqual([3, 1]);
});

test('two leads with one mailbox in two spellings are one person: one message to them is under way, and the other is read again', async () => {
  const { world, step, sent, underWayMost } = await approved(3, { to: ['lee@example.org', 'kim.lee@gmail.com', 'kimlee+home@gmail.com'] });
  await step.run(going());
  expect([sent.length, underWayMost.count]).toEqual([2, 1]);
  expect((await world.store.approvals.page({ statuses: ['pending'] }, { cursor: null, limit: 9 }, 'queue')).items).toMatchObject([{ reason: { because: { kind: 'teammate_sent' } } }]);
});

test('a worker that is asked to end while it sends begins nothing more: what it had claimed is free at once, and no try is spent', async () => {
  const ending = new AbortController();
  const { world, step, sent, attempts } = await approved(4, { send: () => void (sent.length === 2 && ending.abort()) });
  expect(await step.run(ending.signal)).toMatchObject({ counts: { accepted: 2, refused: 1 }, waitMs: 0 });
  expect(sent).toHaveLength(2);
  expect(await world.store.approvals.underWay()).toEqual([]);
  expect((await attempts()).sort()).toEqual([[], ['accepted'], ['accepted'], ['not_begun']]);
});

test('what was claimed before a message that took long is claimed anew', async () => {
  const { step, sent, attempts } = await approved(3, { send: (_, pass) => void (sent.length === 2 && pass(11_000)) });
  expect(await step.run(going())).toMatchObject({ counts: { accepted: 3, refused: 1 } });
  expect((await attempts()).sort()).toEqual([['accepted'], ['accepted'], ['not_begun', 'accepted']]);
});

test('what was claimed and not begun keeps its place in the line', async () => {
  const { step, sent, order } = await approved(6, { send: (_, pass) => void (sent.length === 2 && pass(11_000)) });
  await step.run(going());
  expect(order()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('what was claimed and not begun keeps its schedule: late, it is asked about again', async () => {
  const ending = new AbortController();
  const { step, sent, ids, world, pass } = await approved(3, { lastAt: testStart + 1_800_000, send: () => void (sent.length === 2 && ending.abort()) });
  pass(1_800_000);
  expect(await step.run(ending.signal)).toMatchObject({ counts: { accepted: 2, refused: 1 } });
  expect(await world.store.approvals.get(ids[2]!)).toMatchObject({ status: 'approved', nextAttemptAt: null, attempts: [{ outcome: { code: 'not_begun' } }] });
  pass(26 * 3_600_000);
  await step.run(going());
  expect(sent).toHaveLength(2);
  expect(await world.store.approvals.get(ids[2]!)).toMatchObject({ status: 'pending', reason: { because: { kind: 'schedule_missed' } } });
});

test('a claim that waited for hours in the store is not acted on: it is judged anew', async () => {
  let claims = 0;
  const before = (store: Store, pass: (ms: number) => void): Store => ({
    ...store,
    commit: (meta, decide) => {
      if (meta.cause === 'claim-next' && ++claims === 1) pass(3 * 3_600_000);
      return store.commit(meta, decide);
    },
  });
  const { step, sent, ids, world, pass } = await approved(1, { lastAt: testStart + 1_800_000, before });
  pass(1_800_000);
  await step.run(going());
  expect(sent).toEqual([]);
  expect(await world.store.approvals.get(ids[0]!)).toMatchObject({ status: 'pending', reason: { because: { kind: 'schedule_missed' } } });
});

test('what was claimed before the channel was in trouble is claimed anew, so that a channel that rests is left alone', async () => {
  const trouble: Outcome = { kind: 'refused', transient: false, code: 'credentials', evidence: '535' };
  const { step, sent, attempts, world } = await approved(4, { send: () => (sent.length === 2 ? trouble : undefined) });
  expect(await step.run(going())).toMatchObject({ counts: { accepted: 1, refused: 2 } });
  expect(sent).toHaveLength(2);
  expect((await attempts()).sort()).toEqual([[], ['accepted'], ['credentials'], ['not_begun']]);
  expect((await world.store.channelStates.get('email'))?.breakers).toMatchObject({ 'sandbox@re-engine.test': { kind: 'open' } });
});

test('as long as none went through, nothing is claimed ahead: a channel in trouble is met by one message', async () => {
  const { step, sent, attempts } = await approved(3, { send: () => ({ kind: 'refused', transient: false, code: 'credentials', evidence: '535' }) });
  await step.run(going());
  expect(sent).toHaveLength(1);
  expect((await attempts()).sort()).toEqual([[], [], ['credentials']]);
});

test('a message that is refused for good holds up nobody', async () => {
  const { step, sent, attempts } = await approved(2, { send: ({ attempt }) => (attempt === 1 && sent.length === 1 ? { kind: 'refused', transient: false, code: 'smtp_554', evidence: '554 no' } : undefined) });
  await step.run(going());
  expect((await attempts()).sort()).toEqual([['accepted'], ['smtp_554']]);
});

/** The outcome that is recorded as number `which` cannot be. */
const failing = (which: number, error = new Error('no')) => (store: Store): Store => ({ ...store, commit: (meta, decide) => (meta.cause === 'record-outcome' && --which === 0 ? Promise.reject(error) : store.commit(meta, decide)) });

test('what is claimed already is sent although it could not be recorded that the one before went through; that one stays under way for whoever recovers it, and the step fails', async () => {
  const { world, step, sent, errors } = await approved(6, { before: failing(2) });
  await expect(step.run(going())).rejects.toThrow('no');
  expect(new Set(sent).size).toBe(4);
  expect(errors).toMatchObject([{ key: sent[1], error: 'Error: no' }]);
  expect((await world.store.approvals.underWay()).map(({ id }) => `${id}.1`)).toEqual([sent[1]]);
});

const no: Outcome = { kind: 'refused', transient: false, code: 'smtp_554', evidence: 'no' };

test.each([
  ['because others kept coming first', new Fault('store_contended', 'busy', { retryable: true })],
  ['for another reason', new Error('it does not fit')],
])('behind a refusal that could not be recorded %s nothing is begun, although it was claimed in the same append; it goes when the refusal is recorded', async (_why, error) => {
  const { world, step, sent, order, attempts } = await approved(6, { before: failing(1, error), send: () => (sent.length === 1 ? no : undefined) });
  await expect(step.run(going())).rejects.toThrow(error.message);
  expect(sent).toHaveLength(1);
  expect((await world.store.approvals.underWay()).map(({ id }) => `${id}.1`)).toEqual([sent[0]]);
  expect((await attempts()).flat()).toContain('not_begun');
  await step.run(going());
  expect(order()).toEqual([0, 1, 2, 3, 4, 5]);
  expect((await attempts()).sort().at(-1)).toEqual(['smtp_554']);
});

test('an outcome that cannot be recorded because others kept coming first is recorded before anything else is begun: nobody has to find out', async () => {
  let outcomes = 0;
  const contended = new Fault('store_contended', 'busy', { retryable: true });
  const before = (store: Store): Store => ({ ...store, commit: (meta, decide) => (meta.cause === 'record-outcome' && ++outcomes <= 4 ? Promise.reject(contended) : store.commit(meta, decide)) });
  const { world, step, sent, attempts } = await approved(2, { before });
  await expect(step.run(going())).rejects.toThrow('busy');
  await expect(step.run(going())).rejects.toThrow('busy');
  expect((await world.store.approvals.underWay()).length).toBe(2);
  await step.run(going());
  expect(sent).toHaveLength(2);
  expect(await world.store.approvals.underWay()).toEqual([]);
  expect(await attempts()).toEqual([['accepted'], ['accepted']]);
});

/** What a message came to can never be recorded when the channel refused it. */
const neverRecorded = (store: Store): Store => ({
  ...store,
  commit: (meta, decide) =>
    store.commit(meta, async (reads) => {
      const decided = await decide(reads);
      if (decided.events.some(({ event }) => event.type === 'DispatchRefused' && event.code === no.code)) throw new Error('it does not fit');
      return decided;
    }),
});

test('what can never be recorded keeps everything back until its lease is over; then it is left to whoever recovers it, and the others go on', async () => {
  const { world, step, sent, order, pass } = await approved(3, { before: neverRecorded, send: () => (sent.length === 1 ? no : undefined) });
  for (let i = 0; i < 3; i++) await expect(step.run(going())).rejects.toThrow('it does not fit');
  pass(leaseMs - 1000);
  await expect(step.run(going())).rejects.toThrow('it does not fit');
  expect(order()).toEqual([0]);
  pass(1000);
  await step.run(going());
  expect(order()).toEqual([0, 1, 2]);
  expect((await world.store.approvals.underWay()).map(({ id }) => `${id}.1`)).toEqual([sent[0]]);
});

test('of several that could not be recorded, one that never can be keeps none of the others unknown', async () => {
  let isBusy = false;
  const before = (store: Store): Store => {
    const picky = neverRecorded(store);
    return { ...picky, commit: (meta, decide) => (isBusy && meta.cause === 'record-outcome' ? Promise.reject(new Fault('store_contended', 'busy', { retryable: true })) : picky.commit(meta, decide)) };
  };
  const { world, step, sent } = await approved(12, {
    before, tookMs: 20,
    send: () => {
      isBusy = sent.length >= 5;
      return sent.length === 6 ? no : undefined;
    },
  });
  await expect(step.run(going())).rejects.toThrow('busy');
  expect((await world.store.approvals.underWay()).length).toBeGreaterThan(2);
  isBusy = false;
  await expect(step.run(going())).rejects.toThrow('it does not fit');
  expect((await world.store.approvals.underWay()).map(({ id }) => `${id}.1`)).toEqual([sent[5]]);
});

test('asked to end after an outcome could not be recorded, it records it once more', async () => {
  const { world, step, attempts } = await approved(1, { before: failing(1, new Fault('store_contended', 'busy', { retryable: true })) });
  const ending = new AbortController();
  const said: string[] = [];
  const log = { info: () => undefined, warn: () => undefined, error: (_facts: unknown, what: string) => void said.push(what) };
  await loop(step, { signal: ending.signal, log, pause: () => Promise.resolve(), onHealth: () => ending.abort() });
  expect(said).toEqual(['step failed']);
  expect(await attempts()).toEqual([['accepted']]);
  expect(await world.store.approvals.underWay()).toEqual([]);
});

test('with nothing claimed behind it, an outcome that cannot be recorded is a failure of the step', async () => {
  const { step } = await approved(1, { before: failing(1) });
  await expect(step.run(going())).rejects.toThrow('no');
});

test('a claim that fails while a message is on its way fails the step after that was recorded', async () => {
  let claims = 0;
  const before = (store: Store): Store => ({ ...store, commit: (meta, decide) => (meta.cause === 'claim-next' && ++claims === 3 ? Promise.reject(new Error('no claim')) : store.commit(meta, decide)) });
  const { world, step, sent } = await approved(3, { before });
  await expect(step.run(going())).rejects.toThrow('no claim');
  expect(sent).toHaveLength(2);
  expect(await world.store.approvals.underWay()).toEqual([]);
});

test('on a channel that is fast, those that go within a tenth of a second are claimed while one is on its way, thirty-one at most', async () => {
  const fast = await approved(90, { tookMs: 1 });
  expect(await fast.step.run(going())).toMatchObject({ counts: { accepted: 90, refused: 0, unknown: 0 } });
  expect(fast.underWayMost.count).toBe(32);
  expect(fast.order()).toEqual(Array.from({ length: 90 }, (_, i) => i));
  const slower = await approved(30, { tookMs: 20 });
  await slower.step.run(going());
  expect(slower.underWayMost.count).toBe(6);
});

test('when one of many does not go through, none of those behind it is begun before it was recorded; then they go in their order, each once', async () => {
  const { step, sent, order, attempts, world } = await approved(40, { tookMs: 1, send: ({ attempt }) => (attempt === 1 && sent.length === 20 ? { kind: 'unknown', evidence: 'no answer' } : undefined) });
  await step.run(going());
  expect(order()).toEqual(Array.from({ length: 40 }, (_, i) => i));
  const all = await attempts();
  expect(all.filter((outcomes) => outcomes.at(-1) === 'accepted')).toHaveLength(39);
  expect(all.filter((outcomes) => outcomes.includes('unknown'))).toEqual([['unknown']]);
  expect(all.flat().filter((outcome) => outcome === 'not_begun').length).toBeGreaterThan(0);
  expect(await world.store.approvals.underWay()).toEqual([]);
});

test('asked to end with many claimed, it begins none of them, and all are free at once', async () => {
  const ending = new AbortController();
  const { world, step, sent } = await approved(40, { tookMs: 1, send: () => void (sent.length === 20 && ending.abort()) });
  await step.run(ending.signal);
  expect(sent).toHaveLength(20);
  expect(await world.store.approvals.underWay()).toEqual([]);
});

test.each([['credentials', 'channel_credentials'], ['account', 'channel_account'], ['limited', 'channel_limited'], ['service', 'channel_unreachable']])('what the channel says of us or of itself (%s) is told as %s', async (code, told) => {
  const said: unknown[] = [];
  const { step } = await approved(1, { send: () => ({ kind: 'refused', transient: true, code, evidence: 'no' }), onSending: (trouble) => void said.push(trouble) });
  await step.run(going());
  expect(said).toContainEqual(expect.objectContaining({ code: told, message: 'no' }));
});

test('what could not be looked up brings no message nearer to the dead letters: after some the channel rests, and says so', async () => {
  const said: unknown[] = [];
  const { world, step, pass, attempts } = await approved(40, { send: () => ({ kind: 'refused', transient: true, code: 'unchecked', evidence: 'the thread could not begin' }), onSending: (trouble) => void said.push(trouble) });
  for (let hours = 0; hours < 72; hours += 9) {
    await step.run(going());
    pass(9 * 3_600_000);
  }
  expect((await world.store.approvals.page({ statuses: ['dead_letter'] }, { cursor: null, limit: 50 }, 'queue')).items).toEqual([]);
  expect((await attempts()).filter((codes) => codes.length === 0).length).toBeGreaterThan(20);
  expect(said).toContainEqual(expect.objectContaining({ message: 'the thread could not begin' }));
});
