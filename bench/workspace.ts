import { contentHash, type Content } from '#lib/approvals/content.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Store } from '#lib/store/port.ts';
import { actor, start } from './rows.ts';

/** A workspace of years: leads, conversations, messages and decided drafts in the order in which they would have come. */

export interface Scale {
  readonly approvals: number;
  /** Messages per approval: two that came in, one that went out. */
  readonly leads: number;
}

/** 100,000 approvals, 300,000 messages, 1,020,000 events. */
export const fullScale: Scale = { approvals: 100_000, leads: 20_000 };

const words = 'Thank you for asking about the house on Juniper Street. The kitchen was redone in 2019 and the roof is nine years old. '.repeat(2);
const id = (kind: string, i: number) => `${kind}_${String(i).padStart(26, '0')}`;
const batch = 250;

export async function buildWorkspace(store: Store, { approvals, leads }: Scale, onProgress: (done: number) => void = () => undefined): Promise<void> {
  const commit = (events: NewEvent[], now: number) => store.commit({ actor, cause: 'bench', correlationId: 'cor_bench', now }, async () => ({ events, result: null }));
  for (let i = 0; i < leads; i += 2000) await commit(Array.from({ length: Math.min(2000, leads - i) }, (_, k) => leadAdded(i + k)).flat(), start + i);
  for (let i = 0; i < approvals; i += batch) {
    await commit(Array.from({ length: Math.min(batch, approvals - i) }, (_, k) => story(i + k, (i + k) % leads)).flat(), start + leads + i * 1000);
    if (i % 5000 === 0) onProgress(i / approvals);
  }
}

const mailOf = (lead: number) => `lead${lead}@example.org`;

function leadAdded(i: number): NewEvent[] {
  const fields = {
    name: `Lead Number ${i}`, addresses: [{ kind: 'email' as const, value: mailOf(i) }, { kind: 'phone' as const, value: `+1303555${String(i % 10_000).padStart(4, '0')}${i >= 10_000 ? i : ''}`.slice(0, 15) }],
    stage: 'contacted' as const, timeZone: 'America/Denver', region: 'CO', postalCode: '80202', ownerId: null, tags: ['import'], language: 'en', facts: { property: `${i} Juniper Street` }, note: '',
  };
  return on('lead', id('lea', i), [{ type: 'LeadAdded', fields, source: 'bench' }]);
}

/** Ten records: a conversation, a question, an answer that was drafted, approved and sent, and thanks. */
function story(i: number, lead: number): NewEvent[] {
  const [leadId, conversationId] = [id('lea', lead), id('con', i)];
  const content: Content = { channel: 'email', sender: 'us@example.com', recipient: mailOf(lead), subject: `Re: House ${i}`, body: `${i}: ${words}`, attachments: [] };
  const hash = contentHash(content);
  const key = `${id('apr', i)}.1`;
  const message = (n: number, direction: 'in' | 'out', text: string) => on('message', id('msg', 3 * i + n), [
    {
      type: 'MessageRecorded',
      fields: {
        channel: 'email', direction, conversationId, leadId, contactId: null, address: { kind: 'email', value: mailOf(lead) }, displayName: `Lead Number ${lead}`, subject: `House ${i}`, text, truncated: false,
        externalId: `${i}.${n}@example.org`, inReplyTo: null, references: [], attachments: [], artifact: null, sentAt: start + i * 1000, nature: { kind: 'ordinary' }, approvalId: direction === 'out' ? id('apr', i) : null,
      },
    },
  ]);
  const classified = (n: number) => on('message', id('msg', 3 * i + n), [
    { type: 'MessageClassified', classification: { temperature: 'warm', confidence: 0.8, reasons: ['asks about a house'], intent: 'viewing', optOut: 'no', language: 'en' }, followUp: { kind: 'no_draft', why: 'bench' } },
  ]);
  return [
    ...on('conversation', conversationId, [{ type: 'ConversationStarted', channel: 'email', leadId, title: `House ${i}` }]),
    ...message(0, 'in', `Question ${i}. ${words}`), ...classified(0),
    ...on('approval', id('apr', i), [
      { type: 'DraftSubmitted', content, contentHash: hash, leadId, conversationId, inReplyTo: id('msg', 3 * i), origin: { kind: 'reply', template: 'viewing', messageId: id('msg', 3 * i) }, temperature: 'warm', dueAt: start + i * 1000 },
      { type: 'DraftApproved', contentHash: hash, undoUntilMs: 0 },
      { type: 'DispatchStarted', attempt: 1, idempotencyKey: key, contentHash: hash, channel: 'email', worker: 'bench/1/0', leaseUntilMs: start + i * 1000 + 300_000 },
      { type: 'DispatchAccepted', attempt: 1, providerId: `${key}@example.com`, evidence: '250 taken' },
    ]),
    ...message(1, 'out', content.body), ...message(2, 'in', `Thank you ${i}. ${words}`), ...classified(2),
  ];
}
