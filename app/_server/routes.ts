import { z } from 'zod';
import { changeRoleInput, createTokenInput, newTokenSchema, setPasswordInput, addUserInput, tokenListSchema, tokenSchema, userListSchema, userSchema } from '#lib/accounts/schema.ts';
import type { Permission } from '#lib/accounts/permissions.ts';
import { roles } from '#lib/accounts/actor.ts';
import {
  approvalListSchema, approvalSchema, approveDraftInput, bulkInput, bulkResultSchema, cancelApprovalInput, codesInput, codesSchema, editDraftInput, listApprovalsInput,
  prepareBulkInput, preparedBulkSchema, rejectDraftInput, resolveUncertainInput, retryDeadLetterInput, submitDraftInput,
} from '#lib/approvals/schema.ts';
import { activityListSchema, listActivityInput, sendsCheckSchema } from '#lib/audit/schema.ts';
import { channels } from '#lib/channels/channel.ts';
import { channelListSchema } from '#lib/channels/list-channels.ts';
import { channelOrAll } from '#lib/channels/pause-channel.ts';
import { answersSchema } from '#lib/channels/sandbox/list-answers.ts';
import { planAnswersInput, plannedSchema } from '#lib/channels/sandbox/plan-answers.ts';
import { playLeadInput } from '#lib/channels/sandbox/play-lead.ts';
import { tryChannelInput } from '#lib/policy/try-channel.ts';
import { addDncInput, addedDncSchema, dncListSchema, dncSchema, listDncInput } from '#lib/dnc/schema.ts';
import {
  addLeadInput, contactListSchema, contactSchema, dismissContactInput, editLeadInput, leadDetailSchema, leadFromContactInput, leadListSchema, leadSchema, listContactsInput,
  listLeadsInput,
} from '#lib/leads/schema.ts';
import { conversationSchema } from '#lib/messages/schema.ts';
import { forecastInput, forecastSchema } from '#lib/policy/forecast.ts';
import { changePolicyInput, checkPolicyInput, policyCheckSchema, policyViewSchema, replayInput, replaySchema } from '#lib/policy/schema.ts';
import { dismissedSchema, dismissTableEditInput, tableEditListSchema } from '#lib/workspace/schema.ts';

/**
 * Every route of the HTTP API: who may call it and what goes in and out. Handlers are checked against it, the interface
 * document is made from it, and a test fails on a handler without a line here.
 */
export interface Rule {
  readonly summary: string;
  /** `self`: anybody signed in. `public`: anybody. */
  readonly permission: Permission | 'self' | 'public';
  /** Query parameters (GET) or JSON body. Path parameters are not repeated here. */
  readonly input?: z.ZodType;
  readonly output?: z.ZodType;
  /** `bytes` when the body is a file; `ignored` when it says nothing and is not read. JSON when left out. */
  readonly body?: 'bytes' | 'ignored';
  /** Answers 201. */
  readonly created?: boolean;
}

const withoutId = <T extends z.ZodObject>(schema: T) => schema.omit({ id: true } as never);
const pausedSchema = z.object({ channel: channelOrAll, paused: z.boolean() });
const triedSchema = z.object({ channel: z.enum(channels), wasResting: z.boolean() });

export const healthSchema = z.object({ status: z.literal('ok') });
export const readinessSchema = z.object({ status: z.enum(['ready', 'not_ready']), reasons: z.array(z.string()) });
export const meSchema = z.object({ id: z.string(), kind: z.enum(['person', 'token']), name: z.string(), role: z.enum(roles), sandbox: z.boolean(), undoSeconds: z.record(z.string(), z.number()) });

export const routes = {
  'GET /api/health': { summary: 'The web process lives', permission: 'public', output: healthSchema },
  'GET /api/health/ready': { summary: 'The journal is sound and the worker is alive; 503 with the reasons otherwise', permission: 'public', output: readinessSchema },
  'GET /api/metrics': { summary: 'What a monitor should watch, in the Prometheus text format', permission: 'read' },
  'GET /api/unsubscribe/:token': { summary: 'A page that asks; changes nothing', permission: 'public' },
  'POST /api/unsubscribe/:token': { summary: 'The recipient of a mail unsubscribes with one click (RFC 8058); any body', permission: 'public', body: 'ignored' },
  'GET /api/openapi.json': { summary: 'This document', permission: 'public' },
  'GET /api/me': { summary: 'Who is asking', permission: 'self', output: meSchema },
  'POST /api/me/sign-out-everywhere': { summary: 'End all sessions of the caller', permission: 'self', output: userSchema },

  'GET /api/approvals': { summary: 'Approvals, one page', permission: 'read', input: listApprovalsInput, output: approvalListSchema },
  'POST /api/approvals': { summary: 'Propose a draft', permission: 'draft.create', input: submitDraftInput, output: approvalSchema, created: true },
  'GET /api/approvals/:id': { summary: 'One approval', permission: 'read', output: approvalSchema },
  'PATCH /api/approvals/:id': { summary: 'Edit a draft; an approved one returns to review', permission: 'draft.edit', input: withoutId(editDraftInput), output: approvalSchema },
  'POST /api/approvals/:id/approve': { summary: 'Approve exactly the content with this hash', permission: 'draft.decide', input: withoutId(approveDraftInput), output: approvalSchema },
  'POST /api/approvals/:id/reject': { summary: 'Reject a draft', permission: 'draft.decide', input: withoutId(rejectDraftInput), output: approvalSchema },
  'POST /api/approvals/:id/undo': { summary: 'Take a decision back before anything was sent', permission: 'draft.decide', output: approvalSchema },
  'POST /api/approvals/:id/cancel': { summary: 'Drop what waits, or a dead letter', permission: 'draft.decide', input: withoutId(cancelApprovalInput), output: approvalSchema },
  'POST /api/approvals/:id/resolve': { summary: 'Settle an uncertain send', permission: 'uncertain.decide', input: withoutId(resolveUncertainInput), output: approvalSchema },
  'POST /api/approvals/:id/revive': { summary: 'Return a dead letter to review', permission: 'deadletter.decide', output: approvalSchema },
  'POST /api/approvals/:id/retry': { summary: 'Try a dead letter again, exactly as it is', permission: 'deadletter.decide', input: withoutId(retryDeadLetterInput), output: approvalSchema },
  'POST /api/approvals/bulk': { summary: 'One decision on several drafts, dead letters or uncertain sends; each is done whole or refused with its reason; under one Idempotency-Key none is done twice', permission: 'draft.decide', input: bulkInput, output: bulkResultSchema },
  'POST /api/approvals/bulk/prepare': { summary: 'What a decision on these dead letters, or on all that fit a filter, would come to: exact counts, and each with its version for /api/approvals/bulk, 50 at a time; changes nothing', permission: 'deadletter.decide', input: prepareBulkInput, output: preparedBulkSchema },
  'GET /api/approvals/codes': { summary: 'Why the dead letters that fit were refused: codes with counts', permission: 'read', input: codesInput, output: codesSchema },

  'GET /api/leads': { summary: 'Leads, one page', permission: 'read', input: listLeadsInput, output: leadListSchema },
  'POST /api/leads': { summary: 'Add a lead', permission: 'lead.write', input: addLeadInput, output: leadSchema, created: true },
  'POST /api/leads/import': { summary: 'Import leads from a CSV file, named by ?fileName=; ?dryRun=true changes nothing', permission: 'import', body: 'bytes' },
  'GET /api/leads/:id': { summary: 'One lead with conversations and drafts', permission: 'read', output: leadDetailSchema },
  'PATCH /api/leads/:id': { summary: 'Edit a lead as seen under `version`', permission: 'lead.write', input: withoutId(editLeadInput), output: leadSchema },

  'GET /api/contacts': { summary: 'Contact cards of unknown senders', permission: 'read', input: listContactsInput, output: contactListSchema },
  'POST /api/contacts/:id/lead': { summary: 'Make a lead of a contact card', permission: 'contact.decide', input: withoutId(leadFromContactInput), output: leadSchema, created: true },
  'POST /api/contacts/:id/dismiss': { summary: 'Put a contact card aside', permission: 'contact.decide', input: withoutId(dismissContactInput), output: contactSchema },

  'GET /api/dnc': { summary: 'Do-Not-Contact entries, one page', permission: 'read', input: listDncInput, output: dncListSchema },
  'POST /api/dnc': { summary: 'Add an entry; blocks at once what waits for whoever it names', permission: 'dnc.add', input: addDncInput, output: addedDncSchema, created: true },
  'POST /api/dnc/import': { summary: 'Import entries from a CSV file, named by ?fileName=, add-only; ?dryRun=true changes nothing', permission: 'import', body: 'bytes' },
  'GET /api/dnc/export': { summary: 'All active entries as CSV', permission: 'read' },
  'DELETE /api/dnc/:id': { summary: 'Remove an entry: a manager, with a reason and `confirm: true`', permission: 'dnc.remove', input: z.object({ reason: z.string(), confirm: z.boolean() }), output: dncSchema },

  'GET /api/conversations/:id': { summary: 'The messages of a conversation, oldest first', permission: 'read', output: conversationSchema },
  'GET /api/messages/:id/html': { summary: 'The HTML of a received mail, made harmless, for a sandboxed frame', permission: 'read' },

  'GET /api/policy': { summary: 'The policy in force, and the rules it shapes', permission: 'read', output: policyViewSchema },
  'PATCH /api/policy': { summary: 'Change parts of the policy as seen under `version`, with a reason; a person', permission: 'policy.edit', input: changePolicyInput, output: policyViewSchema },
  'POST /api/policy/replay': { summary: 'What a changed policy would have done to what was approved in the last 30 days; changes nothing', permission: 'read', input: replayInput, output: replaySchema },
  'POST /api/policy/forecast': { summary: 'What would come of approving these drafts, or all that fit a filter: how many go, and why the others do not', permission: 'read', input: forecastInput, output: forecastSchema },
  'GET /api/policy/check': { summary: 'What would happen to a draft, or to an address on a channel, now or at a time', permission: 'read', input: checkPolicyInput, output: policyCheckSchema },

  'GET /api/channels': { summary: 'Channels: mode, pause, what the worker says of them', permission: 'read', output: channelListSchema },
  'POST /api/channels/:id/pause': { summary: 'Stop sending on a channel or `all`', permission: 'channel.pause', input: z.object({ reason: z.string() }), output: pausedSchema },
  'POST /api/channels/:id/resume': { summary: 'Let it send again', permission: 'channel.resume', output: pausedSchema },
  'POST /api/channels/:id/try': { summary: 'End its rest after trouble, as it was seen (`until`): one message tries it now', permission: 'channel.resume', input: tryChannelInput.omit({ channel: true }), output: triedSchema },

  'POST /api/sandbox/messages': { summary: 'Write as a lead, in the sandbox', permission: 'sandbox.play', input: playLeadInput, created: true },
  'GET /api/sandbox/answers': { summary: 'What each channel of the sandbox can answer, what comes of it, and what it was told to answer next', permission: 'read', output: answersSchema },
  'POST /api/sandbox/answers': { summary: 'Tell a channel of the sandbox what to answer to its next messages, in place of delivering them', permission: 'sandbox.play', input: planAnswersInput, output: plannedSchema, created: true },
  'DELETE /api/sandbox/answers/:channel': { summary: 'Take that back: its next messages are delivered', permission: 'sandbox.play', output: plannedSchema },
  'GET /api/sandbox/outbox': { summary: 'What the sandbox channels delivered', permission: 'read' },

  'GET /api/table-edits': { summary: 'Tables of the data folder that somebody changed by hand, with what was left out', permission: 'read', output: tableEditListSchema },
  'POST /api/table-edits/dismiss': { summary: 'Somebody has seen what was left out of one', permission: 'tableedit.dismiss', input: dismissTableEditInput, output: dismissedSchema },

  'GET /api/events': { summary: 'The journal as a timeline, newest first', permission: 'read', input: listActivityInput, output: activityListSchema },
  'GET /api/audit/sends': { summary: 'Every send in the journal against the approvals, opt-outs and outcomes before it; changes nothing', permission: 'read', output: sendsCheckSchema },
  'GET /api/events/stream': { summary: 'Server-sent events: {seq, type, subject} as they become durable; resumes after Last-Event-ID', permission: 'read' },

  'GET /api/users': { summary: 'Users', permission: 'user.manage', output: userListSchema },
  'POST /api/users': { summary: 'Add a user', permission: 'user.manage', input: addUserInput, output: userSchema, created: true },
  'PATCH /api/users/:id': {
    summary: 'Change role, password or whether they may sign in', permission: 'user.manage', output: userSchema,
    input: z.object({ role: changeRoleInput.shape.role.optional(), password: setPasswordInput.shape.password.optional(), status: z.enum(['active', 'disabled']).optional() }),
  },
  'POST /api/users/:id/sign-out-everywhere': { summary: 'End all sessions of a user', permission: 'user.manage', output: userSchema },
  'GET /api/tokens': { summary: 'API tokens', permission: 'token.manage', output: tokenListSchema },
  'POST /api/tokens': { summary: 'Make a token; its text is answered this once', permission: 'token.manage', input: createTokenInput, output: newTokenSchema, created: true },
  'DELETE /api/tokens/:id': { summary: 'Revoke a token', permission: 'token.manage', output: tokenSchema },
} as const satisfies Record<string, Rule>;

export type RouteName = keyof typeof routes;
