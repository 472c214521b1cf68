import { expect } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { actorRef } from '#lib/accounts/actor.ts';
import { isRefusal, type RefusalCode } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';
import type { Approval, ApprovalCommand, ApprovalEvent } from './approval.ts';
import { contentHash, type Content } from './content.ts';
import { decideApproval } from './decide.ts';
import { evolveApproval } from './evolve.ts';

/** For tests: an approval with a history, a command, and what must come of it. */

export const ana = { kind: 'person', id: 'usr_ana', name: 'Ana Ruiz', role: 'agent' } as const satisfies Actor;
export const mel = { kind: 'person', id: 'usr_mel', name: 'Mel Ortiz', role: 'manager' } as const satisfies Actor;
export const machines = [
  { kind: 'token', id: 'tok_1', name: 'assistant', role: 'admin' },
  { kind: 'worker', id: 'route', name: 'route' },
  { kind: 'operator', id: 'shell', name: 'shell' },
  { kind: 'lead', id: 'lea_1', name: 'Jo Park' },
  { kind: 'file', id: 'approvals.edited-1.csv', name: 'File edit' },
] as const satisfies readonly Actor[];

export const content: Content = {
  channel: 'email', sender: 'ana@example.com', recipient: 'jo@example.net', subject: '12 Elm St', body: 'Shall we meet on Friday?', attachments: [],
};
export const hash = contentHash(content);
export const other: Content = { ...content, body: 'Shall we meet on Saturday?' };

export const submitted: ApprovalEvent = {
  type: 'DraftSubmitted', content, contentHash: hash, leadId: 'lea_1', conversationId: null, inReplyTo: null,
  origin: { kind: 'reply', template: 'viewing', messageId: 'msg_1' }, temperature: 'hot', dueAt: 900_000,
};
export const approved: ApprovalEvent = { type: 'DraftApproved', contentHash: hash, undoUntilMs: 20_000 };
export const started: ApprovalEvent = {
  type: 'DispatchStarted', attempt: 1, idempotencyKey: 'apr_1.1', contentHash: hash, channel: 'email', worker: 'w1', leaseUntilMs: 60_000,
};
export const refusedForNow: ApprovalEvent = { type: 'DispatchRefused', attempt: 1, transient: true, code: '421', evidence: '421 busy', nextAttemptAt: 90_000 };
export const failed: ApprovalEvent = { type: 'DispatchRefused', attempt: 1, transient: false, code: '550', evidence: '550 no such user', nextAttemptAt: null };
export const accepted: ApprovalEvent = { type: 'DispatchAccepted', attempt: 1, providerId: 'm1', evidence: '250 ok' };
export const lost: ApprovalEvent = { type: 'DispatchUncertain', attempt: 1, evidence: 'the connection broke after the final dot' };

/** Folds events as the store would, one second apart. */
export function fold(events: readonly ApprovalEvent[], by: Actor = ana, from: Approval | null = null): Approval | null {
  return events.reduce<Approval | null>((state, event, i) => evolveApproval(state, recorded(event, (from?.version ?? 0) + i + 1, by)), from);
}

export function recorded(event: ApprovalEvent, seq: number, by: Actor): Recorded<ApprovalEvent> {
  return { ...event, seq, at: seq * 1000, subject: { kind: 'approval', id: 'apr_1' }, actor: actorRef(by), correlationId: 'cor_1', cause: 'test' };
}

export function given(...events: readonly ApprovalEvent[]) {
  const state = fold(events);
  return {
    when(command: ApprovalCommand) {
      const result = decideApproval(state, command);
      return {
        /** These events, with at least these fields. */
        then(...wanted: readonly (Partial<ApprovalEvent> & { readonly type: ApprovalEvent['type'] })[]) {
          expect(result).toMatchObject(wanted);
          expect(result).toHaveLength(wanted.length);
        },
        thenNothing() {
          expect(result).toEqual([]);
        },
        thenRefused(code: RefusalCode) {
          expect(isRefusal(result) ? result.code : result).toBe(code);
        },
        /** The status after what was decided. */
        thenIs(status: Approval['status']) {
          if (isRefusal(result)) throw new Error(result.message);
          expect(fold(result, ana, state)?.status).toBe(status);
        },
      };
    },
  };
}
