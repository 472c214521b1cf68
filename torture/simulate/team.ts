import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { editDraft } from '#lib/approvals/edit-draft.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';
import { reviveDeadLetter } from '#lib/approvals/revive-dead-letter.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { undoDecision } from '#lib/approvals/undo-decision.ts';
import type { Inbound } from '#lib/channels/port.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { unsubscribe } from '#lib/dnc/unsubscribe.ts';
import { draftReply } from '#lib/drafting/draft-reply.ts';
import { Refused } from '#lib/errors.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import type { Address } from '#lib/leads/address.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import type { LeadFields } from '#lib/leads/lead.ts';
import type { Nature } from '#lib/messages/message.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { getPolicy } from '#lib/policy/get-policy.ts';
import { on } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';
import type { Random } from '../random.ts';
import type { SimNetwork } from './sim-network.ts';

/** What a team and its leads do on a day, each time as the seed has it. */

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'ingest', name: 'Worker' };
const nobody: Actor = { kind: 'lead', id: 'nobody', name: 'Nobody' };

/** Area codes and the zones they lie in; none in a state with stricter hours. */
const places = [['303', 'America/Denver'], ['212', 'America/New_York'], ['312', 'America/Chicago'], ['415', 'America/Los_Angeles']] as const;

interface Person {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
}

export class Team {
  private readonly call: (actor: Actor) => Call;
  private readonly network: SimNetwork;
  private readonly random: Random;
  private readonly people: Person[] = [];
  private readonly drafts: string[] = [];
  private written = 0;

  /** `call`: on the world of the process that lives. */
  constructor(call: (actor: Actor) => Call, network: SimNetwork, random: Random) {
    this.call = call;
    this.network = network;
    this.random = random;
  }

  private get store(): Call['world']['store'] {
    return this.call(mel).world.store;
  }

  /** Everybody is there before the day begins; a third lives with somebody else. */
  async moveIn(count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, i) => {
      const [code, timeZone] = this.random.pick(places);
      const person = { id: `lea_${String(i).padStart(4, '0')}`, email: `lead${i}@example.org`, phone: `+1${code}555${String(1000 + i).slice(-4)}` };
      this.people.push(person);
      const fields: LeadFields = {
        name: `Lead ${i}`, addresses: [{ kind: 'email', value: person.email }, { kind: 'phone', value: person.phone }], stage: 'contacted', timeZone, region: null, postalCode: null, ownerId: null, tags: [],
        language: 'en', facts: {}, note: '', household: this.random.chance(0.33) ? `home ${i >> 2}` : null, consents: [],
      };
      return on('lead', person.id, [{ type: 'LeadAdded', fields, source: 'simulation' }]);
    }).flat();
    await this.store.commit({ actor: mel, cause: 'simulation', correlationId: 'cor_0', now: this.call(mel).world.clock.now() }, async () => ({ events, result: null }));
  }

  async writeTo(): Promise<void> {
    const person = this.random.pick(this.people);
    const channel = this.random.chance(0.2) ? 'whatsapp' : 'email';
    if (channel === 'whatsapp') await this.hearFrom(person, 'whatsapp', 'Is it still to be had?');
    const { id, contentHash } = await submitDraft(this.call(mel), { leadId: person.id, channel, body: `Draft ${(this.written += 1)}.`, ...(channel === 'email' && { subject: 'House' }) });
    this.drafts.push(id);
    await approveDraft(this.call(mel), { id, contentHash });
  }

  /** A whole list at once: what is refused leaves the others. */
  async writeToMany(): Promise<void> {
    for (let left = this.random.between(5, 40); left > 0; left--)
      await this.writeTo().catch((error: unknown) => {
        if (!(error instanceof Refused)) throw error;
      });
  }

  async changeSomething(): Promise<void> {
    if (this.drafts.length === 0) return;
    const id = this.random.pick(this.drafts);
    const approval = await this.store.approvals.get(id);
    if (this.random.chance(0.4)) await undoDecision(this.call(mel), { id });
    else if (approval) await editDraft(this.call(mel), { id, contentHash: approval.contentHash, body: `${approval.body} Edited.` });
    const edited = await this.store.approvals.get(id);
    if (edited && this.random.chance(0.5)) await approveDraft(this.call(mel), { id, contentHash: edited.contentHash });
  }

  async hear(): Promise<void> {
    const person = this.random.pick(this.people);
    if (this.random.chance(0.3)) return this.sayStop(person.email);
    await this.hearFrom(person, 'email', this.random.chance(0.3) ? 'Please stop writing to me.' : 'When can I see it?');
  }

  private async hearFrom(person: Person, channel: 'email' | 'whatsapp', text: string): Promise<void> {
    await this.record(channel, channel === 'email' ? { kind: 'email', value: person.email } : { kind: 'phone', value: person.phone }, text, { kind: 'ordinary' });
    await this.answer();
  }

  private async record(channel: 'email' | 'whatsapp', address: Address, text: string, nature: Nature): Promise<void> {
    const item: Inbound = {
      kind: 'message',
      message: {
        channel, direction: 'in', externalId: `in${(this.written += 1)}@sim`, address, displayName: '', subject: null, text,
        truncated: false, inReplyTo: null, references: [], threadKey: null, attachments: [], sentAt: this.call(mel).world.clock.now(), nature, raw: null,
      },
    };
    await recordInbound(this.call(worker), { inbound: [item] });
  }

  /** Mail comes back, somebody complains, or clicks the link in a mail. */
  async hearBack(): Promise<void> {
    const mail = this.network.taken.filter(({ channel }) => channel === 'email');
    const link = this.random.chance(0.2) && this.network.links.length > 0 ? this.random.pick(this.network.links) : null;
    if (link !== null) return void (await unsubscribe(this.call(nobody), link.slice(link.lastIndexOf('/') + 1)));
    if (mail.length === 0) return;
    const { messageId } = this.random.pick(mail);
    const aboutIdempotencyKey = messageId.slice(0, messageId.indexOf('@'));
    const complaint = this.random.chance(0.2);
    const nature: Nature = { kind: 'bounce', permanent: complaint || this.random.chance(0.5), aboutIdempotencyKey, why: 'as a report says', ...(complaint && { complaint }) };
    await this.record('email', { kind: 'email', value: 'mailer-daemon@example.org' }, 'It came back.', nature);
  }

  /** A manager says what became of sends that nobody knows about, and takes up dead letters. */
  async workTheDesk(): Promise<void> {
    const { items } = await this.store.approvals.page({ statuses: ['uncertain', 'dead_letter'] }, { cursor: null, limit: 3 }, 'recent');
    for (const { id, status } of items)
      if (status === 'dead_letter') await reviveDeadLetter(this.call(mel), { id });
      else await resolveUncertain(this.call(mel), { id, as: this.random.pick(['was_sent', 'send_again', 'drop'] as const), note: 'asked them' });
  }

  /** Drafts answers to what came in, and somebody approves most of them as they are. */
  private async answer(): Promise<void> {
    for (const { id } of await this.store.messages.unclassified(10)) {
      const { followUp } = await draftReply(this.call(worker), { messageId: id });
      if (followUp.kind !== 'drafted' || this.random.chance(0.3)) continue;
      const approval = await this.store.approvals.get(followUp.approvalId);
      if (approval?.status === 'pending') await approveDraft(this.call(mel), { id: approval.id, contentHash: approval.contentHash });
    }
  }

  async changeThePolicy(): Promise<void> {
    const { version, policy } = await getPolicy(this.call(mel), {});
    const { email } = policy.channels;
    const changes = this.random.pick([{ perLeadPerDay: this.random.between(1, 4) }, { channels: { ...policy.channels, email: { perHour: Math.max(1, email.perHour - 5), perDay: email.perDay, gapMs: this.random.between(0, 90) * 1000 } } }]);
    await changePolicy(this.call(mel), { version, changes, reason: 'another day' });
  }

  /** An address is taken off somebody and given to a new lead, whatever was said under it. */
  async moveAnAddress(): Promise<void> {
    const { id, email } = this.random.pick(this.people);
    const lead = await this.store.leads.get(id);
    if (!lead?.addresses.some(({ value }) => value === email)) return;
    await editLead(this.call(mel), { id, version: lead.version, addresses: lead.addresses.filter(({ value }) => value !== email) });
    const [code, timeZone] = this.random.pick(places);
    const phone = `+1${code}555${String(5000 + this.people.length).slice(-4)}`;
    const made = await addLead(this.call(mel), { name: `${lead.name} once more`, addresses: [{ kind: 'email', value: email }, { kind: 'phone', value: phone }], timeZone });
    this.people.push({ id: made.id, email, phone });
  }

  async sayStop(email: string): Promise<void> {
    await addDncEntry(this.call(mel), { kind: 'email', value: email, reason: 'asked, in writing' });
  }
}
