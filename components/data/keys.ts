import type { Channel } from '#lib/channels/channel.ts';

/** Every key under which server data is kept. Live events invalidate by the first part. */

export interface ApprovalListKey {
  readonly status: string;
  readonly channel: Channel | null;
  readonly q: string;
}

export const keys = {
  me: ['me'] as const,
  ready: ['health', 'ready'] as const,
  channels: ['channels'] as const,
  approvals: {
    all: ['approvals'] as const,
    lists: ['approvals', 'list'] as const,
    list: (filter: ApprovalListKey) => ['approvals', 'list', filter] as const,
    one: (id: string) => ['approvals', 'one', id] as const,
    counts: ['approvals', 'counts'] as const,
    codes: (filter: Readonly<Record<string, unknown>>) => ['approvals', 'codes', filter] as const,
  },
  /** Not under the approvals: what was counted stays as it was counted while somebody reads it. */
  prepared: (decision: string, asked: unknown) => ['prepared', decision, asked] as const,
  policy: {
    all: ['policy'] as const,
    inForce: ['policy', 'in force'] as const,
    forecast: (channel: Channel | null, q: string) => ['policy', 'forecast', channel, q] as const,
    replay: (changes: unknown) => ['policy', 'replay', changes] as const,
    ofApproval: (id: string, version: number) => ['policy', id, version] as const,
  },
  conversations: {
    all: ['conversations'] as const,
    one: (id: string) => ['conversations', id] as const,
  },
  leads: {
    all: ['leads'] as const,
    lists: ['leads', 'list'] as const,
    list: (filter: Readonly<Record<string, string | null>>) => ['leads', 'list', filter] as const,
    ones: ['leads', 'one'] as const,
    one: (id: string) => ['leads', 'one', id] as const,
  },
  contacts: ['contacts'] as const,
  dnc: ['dnc'] as const,
  activity: ['activity'] as const,
  /** Not under the activity: what was found stays as it was found while somebody reads it. */
  sendsCheck: ['sends check'] as const,
  users: ['users'] as const,
  tokens: ['tokens'] as const,
  sandbox: {
    all: ['sandbox'] as const,
    outbox: ['sandbox', 'outbox'] as const,
    answers: ['sandbox', 'answers'] as const,
  },
  tableEdits: ['table-edits'] as const,
};
