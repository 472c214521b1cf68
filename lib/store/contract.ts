import { describe, expect, onTestFinished, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { contentHash, type Content } from '#lib/approvals/content.ts';
import type { Temperature } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { refusal, Refused } from '#lib/errors.ts';
import type { LeadFields } from '#lib/leads/lead.ts';
import type { MessageFields } from '#lib/messages/message.ts';
import { on, type DomainEvent, type NewEvent, type RecordedEvent } from './event.ts';
import type { ApprovalFilter, CommitMeta, Store } from './port.ts';

/** What every store must do. Each implementation's test hands in how to open one. */

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'agent' };
const minute = 60_000;
const start = Date.UTC(2026, 0, 5, 9);

function meta(now = start, more: Partial<CommitMeta> = {}): CommitMeta {
  return { actor: ana, cause: 'test', correlationId: 'cor_1', now, ...more };
}

function record(store: Store, events: readonly NewEvent[], now?: number, more?: Partial<CommitMeta>) {
  return store.commit(meta(now, more), async () => ({ events, result: events.length }));
}

export function content(more: Partial<Content> = {}): Content {
  return { channel: 'email', sender: 'us@example.com', recipient: 'lee@example.org', subject: 'Your visit', body: 'See you at ten.', attachments: [], ...more };
}

interface DraftOptions extends Partial<Content> {
  readonly temperature?: Temperature;
  readonly dueAt?: number;
  readonly leadId?: string;
  readonly conversationId?: string | null;
}

export function draft(id: string, options: DraftOptions = {}): NewEvent[] {
  const { temperature = 'warm', dueAt = start, leadId = 'lea_1', conversationId = null, ...rest } = options;
  const text = content(rest);
  return on('approval', id, [
    { type: 'DraftSubmitted', content: text, contentHash: contentHash(text), leadId, conversationId, inReplyTo: null, origin: { kind: 'person', by: 'person:usr_ana' }, temperature, dueAt },
  ]);
}

const approved = (id: string, undoUntilMs = start): NewEvent[] => on('approval', id, [{ type: 'DraftApproved', contentHash: contentHash(content()), undoUntilMs }]);

const claimed = (id: string, attempt = 1): NewEvent[] =>
  on('approval', id, [
    { type: 'DispatchStarted', attempt, idempotencyKey: `${id}.${attempt}`, contentHash: 'h', channel: 'email', worker: 'w', leaseUntilMs: start + minute },
  ]);

export function lead(id: string, fields: Partial<LeadFields> = {}): NewEvent[] {
  const all: LeadFields = {
    name: `Lead ${id}`, addresses: [{ kind: 'email', value: `${id}@example.org` }], stage: 'new', timeZone: null, region: null, postalCode: null,
    ownerId: null, tags: [], language: 'en', facts: {}, note: '', ...fields,
  };
  return on('lead', id, [{ type: 'LeadAdded', fields: all, source: 'test' }]);
}

function message(id: string, fields: Partial<MessageFields> = {}): NewEvent[] {
  const all: MessageFields = {
    channel: 'email', direction: 'in', conversationId: 'con_1', leadId: 'lea_1', contactId: null, address: { kind: 'email', value: 'lee@example.org' },
    displayName: 'Lee', subject: 'Visit', text: 'May I see it?', truncated: false, externalId: `${id}@mail`, inReplyTo: null, references: [], attachments: [],
    artifact: null, sentAt: start, nature: { kind: 'ordinary' }, approvalId: null, ...fields,
  };
  return on('message', id, [{ type: 'MessageRecorded', fields: all }]);
}

const conversation = (id: string, leadId: string | null, channel: Channel = 'email'): NewEvent[] =>
  on('conversation', id, [{ type: 'ConversationStarted', channel, leadId, title: null }]);

const one = { cursor: null, limit: 1 };
const many = { cursor: null, limit: 500 };
const ids = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id);

export function storeContract(name: string, openStore: () => Promise<Store>): void {
  const open = async () => {
    const store = await openStore();
    onTestFinished(() => store.close());
    return store;
  };

  describe(`${name}: commits`, () => {
    test('what is committed is read back, with its place in the chain', async () => {
      const store = await open();
      expect(await store.head()).toEqual({ seq: 0, hash: '0'.repeat(64) });
      const done = await record(store, [...lead('lea_1'), ...draft('apr_1')]);
      expect(done).toMatchObject({ kind: 'committed', result: 2, head: { seq: 2 } });
      expect(await store.head()).toEqual(done.kind === 'committed' && done.head);
      expect(await store.approvals.get('apr_1')).toMatchObject({ status: 'pending', version: 1, leadId: 'lea_1', createdAt: start });
      expect((await store.leads.get('lea_1'))?.createdBy).toBe('person:usr_ana');
      expect(await store.approvals.get('apr_2')).toBeNull();
    });

    test('a decision without events records nothing', async () => {
      const store = await open();
      expect(await store.commit(meta(), async () => ({ events: [], result: 'as it was' }))).toMatchObject({ kind: 'committed', result: 'as it was', head: { seq: 0 } });
      expect((await store.head()).seq).toBe(0);
    });

    test('what decide throws is thrown, and nothing is recorded', async () => {
      const store = await open();
      const no = new Refused(refusal('on_dnc', 'They said stop.'));
      await expect(store.commit(meta(), async () => Promise.reject(no))).rejects.toBe(no);
      expect((await store.head()).seq).toBe(0);
    });

    test('an event that does not fit is refused with its whole commit, and the store goes on', async () => {
      const store = await open();
      await expect(record(store, [...lead('lea_1'), ...approved('apr_none')])).rejects.toThrow(/does not fit/);
      expect(await store.leads.get('lea_1')).toBeNull();
      const alien = JSON.parse('{"type":"DraftPainted"}') as DomainEvent;
      await expect(record(store, on('approval', 'apr_1', [alien]))).rejects.toThrow(/type/);
      await expect(record(store, on('lead', 'lea_1', [{ type: 'DraftExpired' }]))).rejects.toThrow(/can only be about/);
      await expect(record(store, lead('lea_2'))).resolves.toMatchObject({ kind: 'committed' });
    });

    test('commands given at once are decided one after another, each on what the one before left', async () => {
      const store = await open();
      await record(store, draft('apr_1'));
      const winners = await Promise.all(
        Array.from({ length: 40 }, () =>
          store.commit(meta(), async (reads) => {
            const row = await reads.approvals.get('apr_1');
            return row?.status === 'pending' ? { events: approved('apr_1'), result: true } : { events: [], result: false };
          }),
        ),
      );
      expect(winners.filter((done) => done.kind === 'committed' && done.result)).toHaveLength(1);
      expect((await store.head()).seq).toBe(2);
    });

    test('reads outside a commit never see what is only being decided', async () => {
      const store = await open();
      const seen: unknown[] = [];
      await store.commit(meta(), async () => ({ events: lead('lea_1'), result: null }));
      await Promise.all([
        store.commit(meta(), async () => ({ events: lead('lea_2'), result: null })),
        store.commit(meta(), async (reads) => {
          seen.push(await reads.leads.get('lea_2'), await store.leads.get('lea_2'));
          return { events: [], result: null };
        }),
      ]);
      expect(seen[0]).not.toBeNull();
      expect(seen[1]).toBeNull();
    });

    test('reads as of now stay at that moment; the next ones see what came since', async () => {
      const store = await open();
      await record(store, draft('apr_1'));
      const reads = await store.asOfNow();
      await record(store, approved('apr_1'));
      await record(store, [...lead('lea_1'), ...claimed('apr_1')]);
      expect(await reads.approvals.get('apr_1')).toMatchObject({ status: 'pending' });
      expect(await reads.approvals.underWay()).toEqual([]);
      expect(await reads.leads.get('lea_1')).toBeNull();
      expect(ids(await (await store.asOfNow()).approvals.underWay())).toEqual(['apr_1']);
    });

    test('reads as of now never see what is only being decided', async () => {
      const store = await open();
      let seen: unknown;
      await Promise.all([
        record(store, lead('lea_1')),
        store.commit(meta(), async () => {
          seen = await (await store.asOfNow()).leads.get('lea_1');
          return { events: [], result: null };
        }),
      ]);
      expect(seen).toBeNull();
    });

    test('time in the chain never goes back', async () => {
      const store = await open();
      await record(store, lead('lea_1'), start + minute);
      await record(store, lead('lea_2'), start);
      expect((await store.leads.get('lea_2'))?.createdAt).toBe(start + minute);
    });

    test('a key used before records nothing and says what it changed', async () => {
      const store = await open();
      const key = { idempotencyKey: 'usr_ana:weird key;=,"\n%' };
      await record(store, [...lead('lea_1'), ...draft('apr_1')], start, key);
      let asked = 0;
      const again = await store.commit(meta(start, key), async () => ({ events: lead(`lea_${++asked}9`), result: null }));
      expect(again).toEqual({ kind: 'replayed', subjects: [{ kind: 'lead', id: 'lea_1' }, { kind: 'approval', id: 'apr_1' }] });
      expect(asked).toBe(0);
      const both = await Promise.all(['a', 'b'].map((id) => record(store, lead(`lea_${id}`), start, { idempotencyKey: 'k2' })));
      expect(both.map((done) => done.kind).sort()).toEqual(['committed', 'replayed']);
      expect((await store.events({}, many)).total).toBe(3);
    });

    test('a refused command leaves its key unused', async () => {
      const store = await open();
      const key = { idempotencyKey: 'k' };
      expect(await store.idempotencyKeys.beginningWith('k')).toBeNull();
      await expect(store.commit(meta(start, key), async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
      expect(await record(store, lead('lea_1'), start, key)).toMatchObject({ kind: 'committed' });
      expect(await store.idempotencyKeys.beginningWith('k')).toBe('k');
      expect(await store.idempotencyKeys.beginningWith('other')).toBeNull();
    });

    test('a closed store takes nothing more', async () => {
      const store = await openStore();
      await record(store, lead('lea_1'));
      await store.close();
      await expect(record(store, lead('lea_2'))).rejects.toMatchObject({ code: 'store_closed' });
      await expect(store.leads.get('lea_1')).rejects.toMatchObject({ code: 'store_closed' });
      await expect(store.asOfNow()).rejects.toMatchObject({ code: 'store_closed' });
    });
  });

  describe(`${name}: approvals`, () => {
    test('the queue: hot first, then what is due first', async () => {
      const store = await open();
      await record(store, draft('apr_1', { dueAt: start + 1 }));
      await record(store, draft('apr_2', { dueAt: start, channel: 'telegram' }));
      await record(store, draft('apr_3', { dueAt: start + 9, temperature: 'hot' }));
      await record(store, draft('apr_4', { dueAt: start - 5, temperature: 'unknown' }));
      const page = await store.approvals.page({ statuses: ['pending'] }, many, 'queue');
      expect(ids(page.items)).toEqual(['apr_3', 'apr_4', 'apr_2', 'apr_1']);
      expect(page).toMatchObject({ total: 4, nextCursor: null });
    });

    test('newest by creation, recent by last change', async () => {
      const store = await open();
      await record(store, draft('apr_1'), start);
      await record(store, draft('apr_2', { channel: 'whatsapp' }), start + 1);
      await record(store, approved('apr_1'), start + 2);
      expect(ids((await store.approvals.page({}, many, 'newest')).items)).toEqual(['apr_2', 'apr_1']);
      expect(ids((await store.approvals.page({}, many, 'recent')).items)).toEqual(['apr_1', 'apr_2']);
    });

    test('filters: status, channel, lead, conversation, text', async () => {
      const store = await open();
      await record(store, lead('lea_1', { name: 'Zoë Quill' }));
      await record(store, draft('apr_1', { conversationId: 'con_1' }));
      await record(store, draft('apr_2', { channel: 'telegram', leadId: 'lea_2', body: 'A (round) table', recipient: '77' }));
      await record(store, draft('apr_3', { leadId: 'lea_2', subject: 'Keys' }));
      await record(store, approved('apr_3'));
      const found = async (filter: ApprovalFilter) => {
        const page = await store.approvals.page(filter, many, 'newest');
        expect(page.total).toBe(page.items.length);
        return ids(page.items).sort();
      };
      expect(await found({ statuses: ['approved'] })).toEqual(['apr_3']);
      expect(await found({ statuses: ['approved', 'pending'], channel: 'email' })).toEqual(['apr_1', 'apr_3']);
      expect(await found({ leadId: 'lea_2' })).toEqual(['apr_2', 'apr_3']);
      expect(await found({ leadId: 'lea_2', statuses: ['pending'] })).toEqual(['apr_2']);
      expect(await found({ conversationId: 'con_1' })).toEqual(['apr_1']);
      expect(await found({ q: 'zoë' })).toEqual(['apr_1']);
      expect(await found({ q: '(ROUND)' })).toEqual(['apr_2']);
      expect(await found({ q: 'keys', statuses: ['pending'] })).toEqual([]);
      expect(await found({ q: 'lee@' })).toEqual(['apr_1', 'apr_3']);
      expect(ids(await store.approvals.ofLead('lea_2', ['approved']))).toEqual(['apr_3']);
    });

    test('dead letters are found by the code they were refused with and by when they were last tried, and counted by code', async () => {
      const store = await open();
      const on4 = (['email', 'email', 'telegram', 'email'] as const).map((channel, i) => ({ channel, id: `apr_${i}`, i }));
      for (const { channel, id, i } of on4) await record(store, [...draft(id, { channel, body: i === 1 ? 'Keys' : 'Shall we?' }), ...approved(id)]);
      await record(store, draft('apr_never'));
      for (const { id, i } of on4) await record(store, claimed(id), start + 100 * i);
      for (const { id, i } of on4.slice(0, 3)) await record(store, on('approval', id, [{ type: 'DispatchRefused', attempt: 1, transient: false, code: i === 2 ? 'tg_403' : 'smtp_550', evidence: 'no', nextAttemptAt: null }]), start + 1000);
      const found = async (filter: ApprovalFilter) => {
        const { items, total } = await store.approvals.page(filter, many, 'newest');
        expect(total).toBe(items.length);
        return ids(items).sort();
      };
      expect(await found({ code: 'smtp_550' })).toEqual(['apr_0', 'apr_1']);
      expect(await found({ code: 'smtp_550', q: 'keys' })).toEqual(['apr_1']);
      expect(await found({ code: 'smtp_550', channel: 'telegram' })).toEqual([]);
      expect(await found({ triedFromMs: start + 100 })).toEqual(['apr_1', 'apr_2', 'apr_3']);
      expect(await found({ triedToMs: start + 100 })).toEqual(['apr_0']);
      expect(await found({ triedFromMs: start + 100, triedToMs: start + 201, statuses: ['dead_letter'] })).toEqual(['apr_1', 'apr_2']);
      expect(await store.approvals.codes({})).toEqual([{ code: 'smtp_550', count: 2 }, { code: 'tg_403', count: 1 }]);
      expect(await store.approvals.codes({ channel: 'email', triedFromMs: start + 100 })).toEqual([{ code: 'smtp_550', count: 1 }]);
    });

    test.each<[string, ApprovalFilter]>([
      ['walked', {}],
      ['picked', { q: 'ten' }],
    ])('pages follow each other while rows come and go (%s)', async (_, filter) => {
      const store = await open();
      for (let i = 0; i < 7; i++) await record(store, draft(`apr_${i}`, { dueAt: start + i }), start + i);
      const first = await store.approvals.page({ ...filter, statuses: ['pending'] }, { cursor: null, limit: 3 }, 'queue');
      expect(ids(first.items)).toEqual(['apr_0', 'apr_1', 'apr_2']);
      await record(store, approved('apr_2'), start + 20);
      await record(store, approved('apr_4'), start + 20);
      await record(store, draft('apr_early', { dueAt: start - 1 }), start + 20);
      const second = await store.approvals.page({ ...filter, statuses: ['pending'] }, { cursor: first.nextCursor, limit: 3 }, 'queue');
      expect(ids(second.items)).toEqual(['apr_3', 'apr_5', 'apr_6']);
      expect(second).toMatchObject({ nextCursor: null, total: 6 });
    });

    test('every order pages through everything once', async () => {
      const store = await open();
      for (let i = 0; i < 12; i++)
        await record(store, draft(`apr_${i}`, { dueAt: start + (i % 3), channel: i % 2 ? 'email' : 'telegram', temperature: i % 5 ? 'cold' : 'hot' }), start + (i % 4));
      for (const order of ['queue', 'newest', 'recent'] as const) {
        const whole = ids((await store.approvals.page({}, many, order)).items);
        const pieces: string[] = [];
        let cursor: string | null = null;
        do {
          const page: Awaited<ReturnType<typeof store.approvals.page>> = await store.approvals.page({}, { cursor, limit: 5 }, order);
          pieces.push(...ids(page.items));
          cursor = page.nextCursor;
        } while (cursor !== null);
        expect(pieces).toEqual(whole);
        expect(new Set(whole).size).toBe(12);
      }
    });

    test('a page of 0 or 501 rows, and a cursor from nowhere, are refused', async () => {
      const store = await open();
      for (const limit of [0, 501, 1.5]) await expect(store.approvals.page({}, { cursor: null, limit }, 'queue')).rejects.toBeInstanceOf(Refused);
      await expect(store.approvals.page({}, { cursor: 'no cursor!', limit: 5 }, 'queue')).rejects.toBeInstanceOf(Refused);
    });

    test('counts per status and channel', async () => {
      const store = await open();
      await record(store, [...draft('apr_1'), ...draft('apr_2'), ...draft('apr_3', { channel: 'telegram' })]);
      await record(store, approved('apr_2'));
      const counts = await store.approvals.counts();
      expect(counts.pending).toEqual({ email: 1, whatsapp: 0, telegram: 1, linkedin: 0, messenger: 0 });
      expect(counts.approved.email).toBe(1);
      expect(counts.dead_letter.messenger).toBe(0);
    });

    test('due: approved and reached, hot first, then longest due', async () => {
      const store = await open();
      await record(store, [...draft('apr_1'), ...draft('apr_2', { temperature: 'hot' }), ...draft('apr_3'), ...draft('apr_4', { channel: 'telegram' }), ...draft('apr_5')]);
      await record(store, [...approved('apr_1', start + 2), ...approved('apr_2', start + 3), ...approved('apr_3', start + 1), ...approved('apr_4', start), ...approved('apr_5', start + 50)]);
      const due = (now: number, channels: readonly Channel[] = ['email'], limit = 10) => store.approvals.due({ now, channels, limit }).then(ids);
      expect(await due(start + 3)).toEqual(['apr_2', 'apr_3', 'apr_1']);
      expect(await due(start + 2)).toEqual(['apr_3', 'apr_1']);
      expect(await due(start + 3, ['telegram', 'email'], 2)).toEqual(['apr_2', 'apr_4']);
      expect(await due(start - 1)).toEqual([]);
      expect(await store.approvals.nextDueAt({ now: start + 1, channels: ['email'] })).toBe(start + 2);
      expect(await store.approvals.nextDueAt({ now: start + 3, channels: ['email'] })).toBe(start + 50);
      expect(await store.approvals.nextDueAt({ now: start + 50, channels: ['email', 'telegram'] })).toBeNull();
    });

    test('under way: oldest attempt first, until it has an outcome', async () => {
      const store = await open();
      await record(store, [...draft('apr_1'), ...draft('apr_2'), ...approved('apr_1'), ...approved('apr_2')]);
      await record(store, claimed('apr_2'), start + 1);
      await record(store, claimed('apr_1'), start + 2);
      expect(ids(await store.approvals.underWay())).toEqual(['apr_2', 'apr_1']);
      await record(store, on('approval', 'apr_2', [{ type: 'DispatchAccepted', attempt: 1, providerId: 'p', evidence: 'e' }]), start + 3);
      expect(ids(await store.approvals.underWay())).toEqual(['apr_1']);
    });
  });

  describe(`${name}: sends`, () => {
    test('attempts count unless they were refused, by channel, sender and lead', async () => {
      const store = await open();
      for (const id of ['apr_1', 'apr_2', 'apr_3']) await record(store, [...draft(id, id === 'apr_3' ? { sender: 'other@example.com', leadId: 'lea_2' } : {}), ...approved(id)]);
      await record(store, claimed('apr_1'), start + 10);
      await record(store, claimed('apr_2'), start + 20);
      await record(store, claimed('apr_3'), start + 30);
      expect(await store.sends.since({ channel: 'email', sinceMs: start })).toEqual({ count: 3, oldest: start + 10, newest: start + 30 });
      expect(await store.sends.since({ channel: 'email', sinceMs: start + 11 })).toEqual({ count: 2, oldest: start + 20, newest: start + 30 });
      expect(await store.sends.since({ channel: 'email', sinceMs: start + 10, sender: 'us@example.com' })).toEqual({ count: 2, oldest: start + 10, newest: start + 20 });
      expect(await store.sends.first({ channel: 'email', sender: 'us@example.com' })).toBe(start + 10);
      expect(await store.sends.first({ channel: 'email', sender: 'nobody@example.com' })).toBeNull();
      expect(await store.sends.since({ channel: 'telegram', sinceMs: 0 })).toEqual({ count: 0, oldest: null, newest: null });
      expect(await store.sends.toLeads({ leadIds: ['lea_1'], sinceMs: start })).toEqual({ count: 2, oldest: start + 10, newest: start + 20 });
      const ends: DomainEvent[] = [
        { type: 'DispatchAccepted', attempt: 1, providerId: 'p', evidence: 'e' },
        { type: 'DispatchRefused', attempt: 1, transient: true, code: '421', evidence: 'e', nextAttemptAt: start + 100 },
        { type: 'DispatchUncertain', attempt: 1, evidence: 'e' },
      ];
      for (const [i, end] of ends.entries()) await record(store, on('approval', `apr_${i + 1}`, [end]), start + 40);
      expect(await store.sends.since({ channel: 'email', sinceMs: start })).toEqual({ count: 2, oldest: start + 10, newest: start + 30 });
      await record(store, claimed('apr_2', 2), start + 200);
      expect(await store.sends.toLeads({ leadIds: ['lea_1'], sinceMs: start })).toEqual({ count: 2, oldest: start + 10, newest: start + 200 });
    });

    test('what a teammate sent to several leads is one send, and counts for each of them', async () => {
      const store = await open();
      await record(store, [...lead('lea_1'), ...lead('lea_2', { addresses: [{ kind: 'email', value: 'two@example.net' }] }), ...message('msg_1', { direction: 'out', leadId: 'lea_1', sentFrom: 'us@example.com', sentAt: start - 50 })], start + 5);
      const before = await store.leads.get('lea_2');
      await record(store, on('lead', 'lea_2', [{ type: 'LeadAlsoReached', messageId: 'msg_1', externalId: 'ext_1', channel: 'email', sender: 'us@example.com', sentAt: start - 50 }]), start + 5);
      const one = { count: 1, oldest: start - 50, newest: start - 50 };
      for (const leadIds of [['lea_1'], ['lea_2'], ['lea_1', 'lea_2'], ['lea_2', 'lea_1', 'lea_3']]) expect(await store.sends.toLeads({ leadIds, sinceMs: start - 50 })).toEqual(one);
      expect(await store.sends.toLeads({ leadIds: ['lea_2'], sinceMs: start - 49 })).toEqual({ count: 0, oldest: null, newest: null });
      expect(await store.sends.toLeads({ leadIds: [], sinceMs: 0 })).toEqual({ count: 0, oldest: null, newest: null });
      expect(await store.sends.since({ channel: 'email', sinceMs: 0 })).toEqual(one);
      expect(await store.sends.since({ channel: 'email', sender: 'us@example.com', sinceMs: 0 })).toEqual(one);
      expect(await store.sends.first({ channel: 'email', sender: 'us@example.com' })).toBe(start - 50);
      expect(await store.leads.get('lea_2')).toEqual({ ...before, alsoReachedBy: [{ messageId: 'msg_1', externalId: 'ext_1' }] });
    });

    test('an attempt keeps the sender it went out from when the draft is edited later', async () => {
      const store = await open();
      await record(store, [...draft('apr_1'), ...approved('apr_1')]);
      await record(store, claimed('apr_1'), start + 1);
      await record(store, on('approval', 'apr_1', [{ type: 'DispatchUncertain', attempt: 1, evidence: 'e' }]), start + 2);
      await record(store, on('approval', 'apr_1', [{ type: 'UncertainResolved', as: 'send_again', undoUntilMs: start, note: '' }]), start + 3);
      const other = content({ sender: 'other@example.com' });
      await record(store, on('approval', 'apr_1', [{ type: 'DraftEdited', content: other, contentHash: contentHash(other), byPerson: true }]), start + 4);
      expect((await store.sends.since({ channel: 'email', sender: 'us@example.com', sinceMs: start })).count).toBe(1);
      expect((await store.sends.since({ channel: 'email', sender: 'other@example.com', sinceMs: start })).count).toBe(0);
    });
  });

  describe(`${name}: leads and contacts`, () => {
    test('leads by address, in every order and by every filter', async () => {
      const store = await open();
      await record(store, lead('lea_1', { name: 'Émile', stage: 'viewing', tags: ['vip', 'vip'] }), start);
      await record(store, lead('lea_2', { name: 'bo', ownerId: 'usr_ana', stage: 'viewing' }), start + 1);
      await record(store, lead('lea_3', { name: 'Cy', tags: ['vip'], addresses: [{ kind: 'phone', value: '+13035550142' }] }), start + 2);
      await record(store, on('lead', 'lea_1', [{ type: 'LeadEdited', changes: { note: 'x' } }]), start + 3);
      expect((await store.leads.byAddress('phone:+13035550142'))?.id).toBe('lea_3');
      const list = (order: 'newest' | 'name' | 'recent', filter = {}) => store.leads.page(filter, many, order).then((page) => (expect(page.total).toBe(page.items.length), ids(page.items)));
      expect(await list('newest')).toEqual(['lea_3', 'lea_2', 'lea_1']);
      expect(await list('recent')).toEqual(['lea_1', 'lea_3', 'lea_2']);
      expect(await list('name')).toEqual(['lea_2', 'lea_3', 'lea_1']);
      expect(await list('name', { stage: 'viewing' })).toEqual(['lea_2', 'lea_1']);
      expect(await list('name', { tag: 'vip', stage: 'viewing' })).toEqual(['lea_1']);
      expect(await list('name', { ownerId: 'usr_ana' })).toEqual(['lea_2']);
      expect(await list('name', { q: 'EXAMPLE.org' })).toEqual(['lea_2', 'lea_1']);
      expect(await list('name', { q: '3035550142', tag: 'vip' })).toEqual(['lea_3']);
    });

    test('an address that a lead gave up is free again', async () => {
      const store = await open();
      await record(store, lead('lea_1'));
      await record(store, on('lead', 'lea_1', [{ type: 'LeadEdited', changes: { addresses: [{ kind: 'email', value: 'new@example.org' }] } }]));
      expect(await store.leads.byAddress('email:lea_1@example.org')).toBeNull();
      expect((await store.leads.byAddress('email:new@example.org'))?.id).toBe('lea_1');
      await record(store, lead('lea_2', { addresses: [{ kind: 'email', value: 'lea_1@example.org' }] }));
      expect(await store.leads.everUnder(['email:lea_1@example.org', 'lead:lea_1', 'domain:example.org'])).toEqual(['lea_1', 'lea_2']);
      expect(await store.leads.everUnder(['email:new@example.org'])).toEqual(['lea_1']);
    });

    test('pages of leads by name', async () => {
      const store = await open();
      await record(store, ['d', 'b', 'a', 'c'].flatMap((name) => lead(`lea_${name}`, { name })));
      const first = await store.leads.page({}, { cursor: null, limit: 3 }, 'name');
      const rest = await store.leads.page({}, { cursor: first.nextCursor, limit: 3 }, 'name');
      expect([ids(first.items), ids(rest.items), rest.nextCursor]).toEqual([['lea_a', 'lea_b', 'lea_c'], ['lea_d'], null]);
    });

    test('contact cards: by address, and the one that wrote last first', async () => {
      const store = await open();
      const card = (id: string) => on('contact', id, [{ type: 'ContactCardOpened', address: { kind: 'email', value: `${id}@x.org` }, name: id, messageId: 'msg_1' }]);
      await record(store, card('crd_1'), start);
      await record(store, card('crd_2'), start + 1);
      await record(store, card('crd_3'), start + 2);
      await record(store, on('contact', 'crd_1', [{ type: 'ContactWroteAgain', messageId: 'msg_2' }]), start + 3);
      await record(store, on('contact', 'crd_3', [{ type: 'ContactDismissed', reason: '' }]), start + 4);
      expect((await store.contacts.byAddress('email:crd_2@x.org'))?.id).toBe('crd_2');
      expect(ids((await store.contacts.page({ status: 'open' }, many)).items)).toEqual(['crd_1', 'crd_2']);
      expect(await store.contacts.page({}, one)).toMatchObject({ items: [{ id: 'crd_3' }], total: 3 });
    });
  });

  describe(`${name}: messages and conversations`, () => {
    test('messages by id on the channel, by conversation, lead, channel and kind, oldest first', async () => {
      const store = await open();
      await record(store, message('msg_1'), start);
      await record(store, message('msg_2', { channel: 'telegram', conversationId: 'con_2' }), start + 1);
      await record(store, on('message', 'msg_3', [{ type: 'MessageUnreadable', channel: 'email', externalId: 'x', why: 'bad', artifact: null }]), start + 2);
      await record(store, message('msg_4', { leadId: null }), start + 3);
      expect((await store.messages.byExternalId('telegram', 'msg_2@mail'))?.id).toBe('msg_2');
      expect(await store.messages.byExternalId('email', 'msg_2@mail')).toBeNull();
      expect((await store.messages.byExternalId('email', 'x'))?.kind).toBe('unreadable');
      const list = (filter = {}) => store.messages.page(filter, many).then((page) => (expect(page.total).toBe(page.items.length), ids(page.items)));
      expect(await list()).toEqual(['msg_1', 'msg_2', 'msg_3', 'msg_4']);
      expect(await list({ conversationId: 'con_1' })).toEqual(['msg_1', 'msg_4']);
      expect(await list({ leadId: 'lea_1' })).toEqual(['msg_1', 'msg_2']);
      expect(await list({ leadId: 'lea_1', channel: 'telegram' })).toEqual(['msg_2']);
      expect(await list({ channel: 'email', kind: 'message' })).toEqual(['msg_1', 'msg_4']);
      expect(await list({ kind: 'unreadable' })).toEqual(['msg_3']);
      await record(store, on('message', 'msg_4', [{ type: 'MessageMatched', leadId: 'lea_1' }]), start + 4);
      expect(await list({ leadId: 'lea_1', conversationId: 'con_1' })).toEqual(['msg_1', 'msg_4']);
    });

    test('unclassified: inbound from a lead, oldest first, until classified', async () => {
      const store = await open();
      await record(store, [...message('msg_2'), ...message('msg_1'), ...message('msg_out', { direction: 'out' }), ...message('msg_who', { leadId: null })]);
      expect(ids(await store.messages.unclassified(10))).toEqual(['msg_1', 'msg_2']);
      expect(ids(await store.messages.unclassified(1))).toEqual(['msg_1']);
      const classification = { temperature: 'hot', confidence: 1, reasons: [], intent: 'viewing', optOut: 'no', language: 'en' } as const;
      await record(store, on('message', 'msg_1', [{ type: 'MessageClassified', classification, followUp: { kind: 'no_draft', why: 'test' } }]));
      await record(store, on('message', 'msg_who', [{ type: 'MessageMatched', leadId: 'lea_1' }]));
      expect(ids(await store.messages.unclassified(10))).toEqual(['msg_2', 'msg_who']);
    });

    test('when a lead last wrote: by channel or at all, what they wrote alone, and never after it was recorded', async () => {
      const store = await open();
      expect(await store.messages.lastInboundAt({ leadId: 'lea_1' })).toBeNull();
      await record(store, message('msg_1', { sentAt: start - 50 }), start);
      await record(store, message('msg_2', { channel: 'telegram', sentAt: start + 900 }), start + 10);
      await record(store, [...message('msg_out', { direction: 'out', sentAt: start + 20 }), ...message('msg_else', { leadId: 'lea_2', sentAt: start + 20 })], start + 20);
      expect(await store.messages.lastInboundAt({ leadId: 'lea_1', channel: 'email' })).toBe(start - 50);
      expect(await store.messages.lastInboundAt({ leadId: 'lea_1' })).toBe(start + 10);
      expect(await store.messages.lastInboundAt({ leadId: 'lea_1', channel: 'messenger' })).toBeNull();
      expect(await store.messages.lastInboundAt({ leadId: 'lea_1', beforeMs: start + 10 })).toBe(start - 50);
      expect(await store.messages.lastInboundAt({ leadId: 'lea_1', beforeMs: start - 50 })).toBeNull();
    });

    test('conversations: newest activity first; the latest on a channel, of a lead or a card', async () => {
      const store = await open();
      await record(store, [...conversation('con_1', 'lea_1'), ...conversation('con_2', 'lea_1')], start);
      await record(store, conversation('con_3', 'lea_1', 'telegram'), start + 5);
      expect(ids(await store.conversations.ofLead('lea_1'))).toEqual(['con_3', 'con_2', 'con_1']);
      await record(store, message('msg_1', { conversationId: 'con_1' }), start + 10);
      expect(ids(await store.conversations.ofLead('lea_1'))).toEqual(['con_1', 'con_3', 'con_2']);
      expect((await store.conversations.latest({ leadId: 'lea_1', contactId: null, channel: 'email' }))?.id).toBe('con_1');
      expect(await store.conversations.latest({ leadId: 'lea_1', contactId: null, channel: 'whatsapp' })).toBeNull();
      await record(store, [
        ...conversation('con_4', null), ...message('msg_2', { conversationId: 'con_4', leadId: null, contactId: 'crd_1' }),
        ...on('contact', 'crd_1', [{ type: 'ContactCardOpened', address: { kind: 'email', value: 'who@x.org' }, name: '', messageId: 'msg_2' }]),
      ]);
      expect((await store.conversations.latest({ leadId: null, contactId: 'crd_1', channel: 'email' }))?.id).toBe('con_4');
    });
  });

  describe(`${name}: DNC, accounts, channels`, () => {
    const entry = (id: string, value: string, kind: 'email' | 'domain' = 'email', channel: Channel | 'all' = 'all') =>
      on('dnc', id, [{ type: 'DncEntryAdded', fields: { kind, value, channel, reason: 'asked', source: 'console' } }]);

    test('active entries under any key, every spelling of a mailbox', async () => {
      const store = await open();
      await record(store, [...entry('dnc_1', 'Ana.Ruiz+x@gmail.com'), ...entry('dnc_2', 'example.org', 'domain'), ...entry('dnc_3', 'gone@example.org')]);
      await record(store, on('dnc', 'dnc_3', [{ type: 'DncEntryRemoved', reason: 'mistake' }]));
      expect(ids(await store.dnc.matching(['email:anaruiz@gmail.com', 'domain:example.org', 'email:gone@example.org']))).toEqual(['dnc_1', 'dnc_2']);
      expect((await store.dnc.get('dnc_3'))?.status).toBe('removed');
    });

    test('entries by status, kind, channel and text, newest first', async () => {
      const store = await open();
      await record(store, entry('dnc_1', 'a@example.org'), start);
      await record(store, entry('dnc_2', 'example.org', 'domain', 'email'), start + 1);
      await record(store, entry('dnc_3', 'b@example.net'), start + 2);
      await record(store, on('dnc', 'dnc_3', [{ type: 'DncEntryRemoved', reason: 'mistake' }]), start + 3);
      const list = (filter = {}) => store.dnc.page(filter, many).then((page) => (expect(page.total).toBe(page.items.length), ids(page.items)));
      expect(await list()).toEqual(['dnc_3', 'dnc_2', 'dnc_1']);
      expect(await list({ status: 'active', kind: 'email' })).toEqual(['dnc_1']);
      expect(await list({ channel: 'email' })).toEqual(['dnc_2']);
      expect(await list({ q: 'EXAMPLE.ORG' })).toEqual(['dnc_2', 'dnc_1']);
    });

    test('users, tokens, tries, channel states', async () => {
      const store = await open();
      await record(store, [
        ...on('user', 'usr_1', [{ type: 'UserAdded', email: 'Ana@Example.com', name: 'Ana', role: 'agent', credentialId: null }]),
        ...on('token', 'tok_1', [{ type: 'TokenCreated', name: 'bot', role: 'agent', credentialId: 'crl_1' }]),
        ...on('signin', 'try_1', [{ type: 'SignInFailed' }]),
        ...on('channel', 'email', [{ type: 'ChannelPaused', reason: 'x' }, { type: 'WatermarkMoved', source: 'INBOX', cursor: '1:2', why: '' }]),
      ]);
      expect((await store.accounts.userByEmail('ana@example.com'))?.id).toBe('usr_1');
      expect([ids(await store.accounts.users()), ids(await store.accounts.tokens())]).toEqual([['usr_1'], ['tok_1']]);
      expect([(await store.accounts.user('usr_1'))?.name, (await store.accounts.token('tok_1'))?.name]).toEqual(['Ana', 'bot']);
      expect((await store.accounts.signInTries('try_1'))?.failures).toEqual([start]);
      expect(await store.channelStates.get('email')).toMatchObject({ paused: { reason: 'x' }, watermarks: { INBOX: '1:2' } });
      expect(await store.channelStates.get('telegram')).toBeNull();
    });
  });

  describe(`${name}: events`, () => {
    test('an entry that names the lead belongs to what happened to them', async () => {
      const store = await open();
      await record(store, lead('lea_1'), start);
      await record(store, on('dnc', 'dnc_1', [{ type: 'DncEntryAdded', fields: { kind: 'lead', value: 'lea_1', channel: 'all', reason: 'asked', source: 'console' } }]), start + 9);
      expect((await store.events({ leadId: 'lea_1' }, many)).items[0]?.type).toBe('DncEntryAdded');
    });

    test('by subject, lead, actor, type and time; newest first or oldest first; in pages', async () => {
      const store = await open();
      await record(store, lead('lea_1'), start);
      await record(store, message('msg_1', { leadId: null }), start + 1);
      await record(store, draft('apr_1'), start + 2, { actor: { kind: 'worker', id: 'draft', name: 'w' } });
      await record(store, on('message', 'msg_1', [{ type: 'MessageMatched', leadId: 'lea_1' }]), start + 3);
      await record(store, draft('apr_2', { leadId: 'lea_2', body: 'Ünïcode "quoted", with\nlines, commas; and \u2028 😀' }), start + 4);
      // Places in the chain only grow; a store may keep some for itself.
      const all = await store.events({ oldestFirst: true }, many);
      const order = (events: readonly RecordedEvent[]) => events.map((event) => 1 + all.items.findIndex((one) => one.seq === event.seq));
      const seqs = (filter = {}) => store.events(filter, many).then((page) => (expect(page.total).toBe(page.items.length), order(page.items)));
      expect(await seqs()).toEqual([5, 4, 3, 2, 1]);
      expect(await seqs({ oldestFirst: true, subject: { kind: 'message', id: 'msg_1' } })).toEqual([2, 4]);
      expect(await seqs({ leadId: 'lea_1' })).toEqual([4, 3, 2, 1]);
      expect(await seqs({ leadId: 'lea_1', types: ['DraftSubmitted'] })).toEqual([3]);
      expect(await seqs({ actor: 'worker:draft' })).toEqual([3]);
      expect(await seqs({ actor: 'worker:nobody' })).toEqual([]);
      expect(await seqs({ fromMs: start + 1, toMs: start + 2 })).toEqual([3, 2]);
      const first = await store.events({}, { cursor: null, limit: 3 });
      const rest = await store.events({}, { cursor: first.nextCursor, limit: 3 });
      expect(order([...first.items, ...rest.items])).toEqual([5, 4, 3, 2, 1]);
      expect(rest.nextCursor).toBeNull();
      expect(first.items[0]).toMatchObject({
        at: start + 4, type: 'DraftSubmitted', subject: { kind: 'approval', id: 'apr_2' }, actor: 'person:usr_ana', correlationId: 'cor_1', cause: 'test',
        content: { body: 'Ünïcode "quoted", with\nlines, commas; and \u2028 😀' },
      });
    });

    test('watch: what there is, then what comes, each once and in order', async () => {
      const store = await open();
      for (let i = 1; i <= 3; i++) await record(store, lead(`lea_${i}`));
      const controller = new AbortController();
      const first = (await store.events({ oldestFirst: true }, one)).items[0]?.seq ?? 0;
      const seen: string[] = [];
      const watching = (async () => {
        for await (const batch of store.watch(first, { signal: controller.signal })) {
          seen.push(...batch.map((event) => event.subject.id));
          if (seen.length >= 5) controller.abort();
        }
      })();
      await Promise.all(['a', 'b', 'c'].map((id) => record(store, lead(`lea_${id}`))));
      await watching;
      expect(seen).toEqual(['lea_2', 'lea_3', 'lea_a', 'lea_b', 'lea_c']);
    });

    test('watch ends when it is aborted while it waits, and when the store closes', async () => {
      const store = await open();
      const controller = new AbortController();
      const ended = (async () => {
        for await (const _ of store.watch(0, { signal: controller.signal })) throw new Error('nothing should come');
      })();
      controller.abort();
      await ended;
    });
  });

  describe(`${name}: presence`, () => {
    test('the newest beat of a role', async () => {
      const store = await open();
      expect(await store.presence.seen('worker')).toBeNull();
      await store.presence.beat('worker', 'w1', start, { doing: 'ingest' });
      await store.presence.beat('worker', 'w1', start + 5, { doing: 'route' });
      await store.presence.beat('web', 'x1', start + 9, {});
      expect(await store.presence.seen('worker')).toEqual({ instance: 'w1', atMs: start + 5, facts: { doing: 'route' } });
    });

    test('a writer in good health has no trouble', async () => {
      expect((await open()).trouble()).toBeNull();
    });
  });
}

