import type { SignInTries, Token } from '#lib/accounts/account.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import type { ChannelState } from '#lib/channels/state.ts';
import type { Subject } from './recorded.ts';
import {
  approvalLayout, contactLayout, conversationLayout, dncLayout, leadLayout, messageLayout, plainLayout, sendLayout, sendOf, userLayout,
} from './layouts.ts';
import { sorted, type Sorted } from './sorted.ts';
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
  /** By idempotency key: what the commit under it changed. */
  readonly keys: Sorted<readonly Subject[]>;

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
    this.keys = from ? from.keys.clone() : sorted<readonly Subject[]>();
  }

  fork(): Tables {
    return new Tables(this);
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
}
