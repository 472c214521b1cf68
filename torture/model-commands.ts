import fc from 'fast-check';
import { contentHash, type Content } from '#lib/approvals/content.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import { hashes, type View } from './model-reference.ts';

/** What is done to the store: each command decides on what it sees, and comes to events, to none, or to a refusal. */

export type Command =
  | { readonly kind: 'change'; readonly actor: number; readonly what: Change; readonly i: number; readonly x: number; readonly key: number | null }
  /** Everything that can be asked, on one store, against the reference. */
  | { readonly kind: 'compare'; readonly actor: number }
  | { readonly kind: 'reopen'; readonly actor: number };

export const changes = [
  'submit', 'approve', 'stale', 'claim', 'accept', 'refuse', 'refuseForGood', 'lose', 'revive', 'addLead', 'editLead', 'addDnc', 'removeDnc', 'count', 'several', 'misfit', 'refuseToDecide', 'erase',
] as const;
export type Change = (typeof changes)[number];

/** Actors are three stores on one folder, as three processes would have them. */
const actor = fc.integer({ min: 0, max: 2 });
const change = fc.record({
  kind: fc.constant('change' as const), actor, what: fc.constantFrom(...changes.filter((each) => each !== 'erase')), i: fc.integer({ min: 0, max: 11 }), x: fc.integer({ min: 0, max: 1000 }),
  key: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 12, nil: null }),
});
const erase = fc.record({ kind: fc.constant('change' as const), actor, what: fc.constant('erase' as const), i: fc.integer({ min: 0, max: 11 }), x: fc.constant(0), key: fc.constant(null) });

export const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 60, arbitrary: change }, { weight: 1, arbitrary: erase },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('compare' as const), actor }) }, { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const), actor }) },
);

/** Commands that are begun together: up to six in flight over the three stores. */
export const rounds = fc.array(fc.array(command, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 60 });

export class Declined extends Error {}

const channels: readonly Channel[] = ['email', 'whatsapp'];
const emailOf = (i: number) => `lead${i}@example.org`;

function contentOf(i: number): Content {
  const content: Content = { channel: channels[i % 2]!, sender: 'us@example.com', recipient: emailOf(i), subject: null, body: `Draft ${i}`, attachments: [] };
  hashes.set(`a${i}`, contentHash(content));
  return content;
}

/** What a change comes to on what it sees. Throws `Declined` where its own rule says no; a misfit is for the store to refuse. */
export async function decide({ what, i, x }: Extract<Command, { kind: 'change' }>, view: View): Promise<NewEvent[]> {
  const id = `a${i}`;
  const approval = await view.approval(id);
  const attempt = approval?.attempts ?? 0;
  switch (what) {
    case 'submit':
      if (approval) return [];
      return on('approval', id, [{ type: 'DraftSubmitted', content: contentOf(i), contentHash: contentHash(contentOf(i)), leadId: `l${i % 4}`, conversationId: null, inReplyTo: null, origin: { kind: 'person', by: 'person:u' }, temperature: x % 3 === 0 ? 'hot' : 'warm', dueAt: x }]);
    case 'approve':
      return approval?.status === 'pending' ? on('approval', id, [{ type: 'DraftApproved', contentHash: approval.hash, undoUntilMs: x }]) : [];
    case 'stale':
      return approval && approval.status !== 'sent' ? on('approval', id, [{ type: 'DraftWentStale', because: { kind: 'dnc_changed' } }]) : [];
    case 'claim':
      if (approval?.status !== 'approved') return [];
      return on('approval', id, [{ type: 'DispatchStarted', attempt: attempt + 1, idempotencyKey: `${id}.${attempt + 1}`, contentHash: approval.hash, channel: channels[i % 2]!, worker: 'w', leaseUntilMs: x }]);
    case 'accept':
      return approval?.status === 'sending' ? on('approval', id, [{ type: 'DispatchAccepted', attempt, providerId: 'p', evidence: 'e' }]) : [];
    case 'refuse':
    case 'refuseForGood':
      return approval?.status === 'sending' ? on('approval', id, [{ type: 'DispatchRefused', attempt, transient: what === 'refuse', code: 'c', evidence: 'e', nextAttemptAt: what === 'refuse' ? x : null }]) : [];
    case 'lose':
      return approval?.status === 'sending' ? on('approval', id, [{ type: 'DispatchUncertain', attempt, evidence: 'e' }]) : [];
    case 'revive':
      return approval?.status === 'dead_letter' ? on('approval', id, [{ type: 'DeadLetterRevived' }]) : [];
    default:
      return decideOther(what, i, x, view);
  }
}

async function decideOther(what: Change, i: number, x: number, view: View): Promise<NewEvent[]> {
  const lead = await view.lead(`l${i % 4}`);
  const dnc = await view.dnc(`d${i}`);
  const cursor = await view.cursor('email');
  const counted = on('channel', 'email', [{ type: 'WatermarkMoved', source: 's', cursor: String(cursor + 1), why: 'x'.repeat(x % 50) }]);
  switch (what) {
    case 'addLead':
      if (lead) throw new Declined();
      return on('lead', `l${i % 4}`, [{ type: 'LeadAdded', source: 's', fields: { name: 'n', addresses: [{ kind: 'email', value: emailOf(i % 4) }], stage: 'new', timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en', facts: {}, note: '' } }]);
    case 'editLead':
      return lead ? on('lead', `l${i % 4}`, [{ type: 'LeadEdited', changes: { stage: x % 2 === 0 ? 'viewing' : 'closed' } }]) : [];
    case 'addDnc':
      return dnc ? [] : on('dnc', `d${i}`, [{ type: 'DncEntryAdded', fields: { kind: 'email', value: emailOf(i), channel: 'all', reason: 'r', source: 's' } }]);
    case 'removeDnc':
      return dnc?.active ? on('dnc', `d${i}`, [{ type: 'DncEntryRemoved', reason: 'r' }]) : [];
    case 'several':
      return [...counted, ...(dnc ? [] : on('dnc', `d${i}`, [{ type: 'DncEntryAdded', fields: { kind: 'email', value: emailOf(i), channel: 'all', reason: 'r', source: 's' } }])), ...on('channel', 'whatsapp', [{ type: 'WatermarkMoved', source: 's', cursor: String(cursor + 1), why: '' }])];
    case 'misfit':
      return [...counted, ...on('approval', 'nowhere', [{ type: 'DispatchAccepted', attempt: 1, providerId: 'p', evidence: 'e' }])];
    case 'refuseToDecide':
      throw new Declined();
    case 'erase': {
      if (!lead) return [];
      const theirs: string[] = [`lead:l${i % 4}`];
      for (let k = i % 4; k < 12; k += 4) if (await view.approval(`a${k}`)) theirs.push(`approval:a${k}`);
      return on('lead', `l${i % 4}`, [{ type: 'LeadErased', reason: 'r', subjects: theirs, artifacts: [], sends: [] }]);
    }
    default:
      return counted;
  }
}
