import type { SignInTries, Token } from '#lib/accounts/account.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import type { ChannelState } from '#lib/channels/state.ts';
import { evolveLead, type LeadErased, type LeadEvent } from '#lib/leads/lead.ts';
import type { MessageRow } from '#lib/messages/message.ts';
import type { PolicyState } from '#lib/policy/policy.ts';
import { withErasure, workspaceId, type Workspace } from '#lib/workspace/workspace.ts';
import type { Recorded, Subject } from './recorded.ts';
import {
  alsoReached, alsoReachedId, approvalLayout, contactLayout, conversationLayout, dncLayout, leadLayout, messageLayout, plainLayout, sendLayout, sendOf, sentElsewhere, userLayout,
} from './layouts.ts';
import { key, sorted, type Sorted } from './sorted.ts';
import { Table, type Layout } from './table.ts';

type Laid<L> = L extends Layout<infer Row extends { readonly id: string }, infer Index> ? Table<Row, Index> : never;

/** Every row there is at one place of the chain. A fork starts with the same rows and changes on its own. */
export class Tables {
  readonly approvals: Laid<typeof approvalLayout>;
  readonly sends: Laid<typeof sendLayout>;
  readonly leads: Laid<typeof leadLayout>;
  readonly contacts: Laid<typeof contactLayout>;
  readonly messages: Laid<typeof messageLayout>;
  readonly conversations: Laid<typeof conversationLayout>;
  readonly dnc: Laid<typeof dncLayout>;
  readonly users: Laid<typeof userLayout>;
  readonly tokens: Table<Token>;
  readonly signIns: Table<SignInTries>;
  readonly channelStates: Table<ChannelState>;
  readonly workspace: Table<Workspace>;
  readonly policy: Table<PolicyState>;
  /** By idempotency key: what the commit under it changed. */
  readonly keys: Sorted<readonly Subject[]>;
  /** Subjects with blank records, until the event that erased them is read. */
  readonly leftOut: Sorted<true>;

  constructor(from?: Tables) {
    this.approvals = from ? from.approvals.fork() : new Table(approvalLayout);
    this.sends = from ? from.sends.fork() : new Table(sendLayout);
    this.leads = from ? from.leads.fork() : new Table(leadLayout);
    this.contacts = from ? from.contacts.fork() : new Table(contactLayout);
    this.messages = from ? from.messages.fork() : new Table(messageLayout);
    this.conversations = from ? from.conversations.fork() : new Table(conversationLayout);
    this.dnc = from ? from.dnc.fork() : new Table(dncLayout);
    this.users = from ? from.users.fork() : new Table(userLayout);
    this.tokens = from ? from.tokens.fork() : new Table<Token>(plainLayout);
    this.signIns = from ? from.signIns.fork() : new Table<SignInTries>(plainLayout);
    this.channelStates = from ? from.channelStates.fork() : new Table<ChannelState>(plainLayout);
    this.workspace = from ? from.workspace.fork() : new Table<Workspace>(plainLayout);
    this.policy = from ? from.policy.fork() : new Table<PolicyState>(plainLayout);
    this.keys = from ? from.keys.clone() : sorted<readonly Subject[]>();
    this.leftOut = from ? from.leftOut.clone() : sorted<true>();
  }

  fork(): Tables {
    return new Tables(this);
  }

  /** While a history is read whole; see `Table.load`. */
  load(): void {
    for (const table of this.every) table.load();
  }

  settle(): void {
    for (const table of this.every) table.settle();
  }

  private get every(): readonly { load(): void; settle(): void }[] {
    const { approvals, sends, leads, contacts, messages, conversations, dnc, users, tokens, signIns, channelStates, workspace, policy } = this;
    return [approvals, sends, leads, contacts, messages, conversations, dnc, users, tokens, signIns, channelStates, workspace, policy];
  }

  /** Replaces an approval's row and, with it, what the quotas know of its attempts. */
  setApproval(row: Approval): void {
    const old = this.approvals.get(row.id);
    this.approvals.set(row);
    if (old?.attempts === row.attempts) return;
    for (const attempt of row.attempts) {
      const known = this.sends.get(attempt.idempotencyKey);
      const send = sendOf(row, attempt, known);
      if (known?.counts !== send.counts) this.sends.set(send);
    }
  }

  /** Replaces a message's row; what a teammate sent outside the console counts for the quotas as what went out through it. */
  setMessage(row: MessageRow): void {
    this.messages.set(row);
    const send = sentElsewhere(row);
    if (send && !this.sends.get(send.id)) this.sends.set(send);
  }

  /** Brings a lead's row on; what reached them beside somebody else counts for their caps. */
  evolveLead(event: Recorded<Exclude<LeadEvent, LeadErased>>): void {
    this.leads.set(evolveLead(this.leads.get(event.subject.id), event));
    if (event.type === 'LeadAlsoReached') this.sends.set(alsoReached(event));
  }

  leaveOut({ kind, id }: Subject): void {
    this.leftOut.set(key(kind, id), true);
  }

  isLeftOut({ kind, id }: Subject): boolean {
    return this.leftOut.size > 0 && this.leftOut.has(key(kind, id));
  }

  /** Every row of an erased person goes; what the quotas know of their sends stays, without whom it went to. */
  erase(event: Recorded<LeadErased>): void {
    for (const subject of event.subjects) {
      const colon = subject.indexOf(':');
      const [kind, id] = [subject.slice(0, colon), subject.slice(colon + 1)];
      for (const attempt of this.approvals.get(id)?.attempts ?? []) this.sends.remove(attempt.idempotencyKey);
      if (kind === 'message') this.sends.remove(id);
      for (const { messageId } of (kind === 'lead' && this.leads.get(id)?.alsoReachedBy) || []) this.sends.remove(alsoReachedId(messageId, id));
      this.tableOf(kind)?.remove(id);
      this.leftOut.delete(key(kind, id));
    }
    for (const { key: id, channel, sender, startedAt } of event.sends) this.sends.set({ id, channel, sender, leadId: event.subject.id, startedAt, counts: true });
    const { subjects, artifacts, reason, seq, at, actor: by } = event;
    this.workspace.set(withErasure(this.workspace.get(workspaceId), { leadId: event.subject.id, subjects, artifacts, seq, at, by, reason, finishedAt: null }));
  }

  private tableOf(kind: string): { remove(id: string): void } | null {
    const { leads, approvals, messages, conversations, contacts, dnc } = this;
    const erasable: Readonly<Record<string, { remove(id: string): void }>> = { lead: leads, approval: approvals, message: messages, conversation: conversations, contact: contacts, dnc };
    return erasable[kind] ?? null;
  }
}
