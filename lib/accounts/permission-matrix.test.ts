import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { cancelApproval } from '#lib/approvals/cancel-approval.ts';
import { decideInBulk } from '#lib/approvals/decide-in-bulk.ts';
import { editDraft } from '#lib/approvals/edit-draft.ts';
import { getApproval } from '#lib/approvals/get-approval.ts';
import { hash } from '#lib/approvals/given.ts';
import { listApprovals } from '#lib/approvals/list-approvals.ts';
import { listCodes } from '#lib/approvals/list-codes.ts';
import { prepareBulk } from '#lib/approvals/prepare-bulk.ts';
import { rejectDraft } from '#lib/approvals/reject-draft.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';
import { retryDeadLetter } from '#lib/approvals/retry-dead-letter.ts';
import { reviveDeadLetter } from '#lib/approvals/revive-dead-letter.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { undoDecision } from '#lib/approvals/undo-decision.ts';
import { acceptHistory } from '#lib/audit/accept-history.ts';
import { checkSends } from '#lib/audit/check-sends.ts';
import { listActivity } from '#lib/audit/list-activity.ts';
import { beginWithNewKey, rotateKey } from '#lib/audit/rotate-key.ts';
import { listChannels } from '#lib/channels/list-channels.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { resumeChannel } from '#lib/channels/resume-channel.ts';
import { tryChannel } from '#lib/policy/try-channel.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { exportDnc } from '#lib/dnc/export-entries.ts';
import { importDnc } from '#lib/dnc/import-dnc.ts';
import { listDncEntries } from '#lib/dnc/list-entries.ts';
import { removeDncEntry } from '#lib/dnc/remove-entry.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { Refused } from '#lib/errors.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { dismissContact } from '#lib/leads/dismiss-contact.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { getLead } from '#lib/leads/get-lead.ts';
import { importLeads } from '#lib/leads/import-leads.ts';
import { leadFromContact } from '#lib/leads/lead-from-contact.ts';
import { listContacts } from '#lib/leads/list-contacts.ts';
import { listLeads } from '#lib/leads/list-leads.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { forecast } from '#lib/policy/forecast.ts';
import { getPolicy } from '#lib/policy/get-policy.ts';
import { noteSettings } from '#lib/policy/note-settings.ts';
import { replayPolicy } from '#lib/policy/replay-policy.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { dismissTableEdit } from '#lib/workspace/dismiss-table-edit.ts';
import { listTableEdits } from '#lib/workspace/list-table-edits.ts';
import type { Call } from '#lib/world.ts';
import type { Actor, Role } from './actor.ts';
import { addUser } from './add-user.ts';
import { changeRole } from './change-role.ts';
import { createToken } from './create-token.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import { firstRun } from './first-run.ts';
import { listTokens } from './list-tokens.ts';
import { listUsers } from './list-users.ts';
import { revokeToken } from './revoke-token.ts';
import { setPassword } from './set-password.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { updateUser } from './update-user.ts';

/** Every verb against everybody: written out, so that a change of the table of permissions shows here as what it means. */

const person = (role: Role): Actor => ({ kind: 'person', id: `usr_${role}`, name: role, role });
const token = (role: Role): Actor => ({ kind: 'token', id: `tok_${role}`, name: role, role });
const everybody: Readonly<Record<string, Actor>> = {
  viewer: person('viewer'), agent: person('agent'), manager: person('manager'), admin: person('admin'),
  tViewer: token('viewer'), tAgent: token('agent'), tManager: token('manager'), tAdmin: token('admin'),
  worker: { kind: 'worker', id: 'route', name: 'route' }, operator: { kind: 'operator', id: 'root', name: 'root' }, lead: { kind: 'lead', id: 'lea_1', name: 'Jo' },
  file: { kind: 'file', id: 'dnc.edited-1.csv', name: 'File edit' },
};

const readers = 'viewer agent manager admin tViewer tAgent tManager tAdmin worker operator';
const agents = 'agent manager admin';
const managers = 'manager admin';
const agentTokens = 'tAgent tManager tAdmin';

type Verb = (call: Call, input: unknown) => Promise<unknown>;
const id = 'none';
const csv = { bytes: new TextEncoder().encode('name,email\nJo,jo@example.com\n'), fileName: 'a.csv' };

/** The verb, an input it can read, and who may. */
const matrix: readonly (readonly [Verb, unknown, string])[] = [
  [getApproval, { id }, readers], [listApprovals, {}, readers], [listCodes, {}, readers], [listActivity, {}, readers], [checkSends as Verb, {}, readers], [listChannels, {}, readers], [listDncEntries, {}, readers],
  [exportDnc, {}, readers],
  [getLead, { id }, readers], [listLeads, {}, readers], [listContacts, {}, readers],
  [submitDraft, { leadId: id, channel: 'email', body: 'x' }, `${agents} ${agentTokens} worker operator`],
  [editDraft, { id, contentHash: hash }, `${agents} ${agentTokens}`],
  [approveDraft, { id, contentHash: hash }, agents], [rejectDraft, { id, reason: 'x' }, agents], [undoDecision, { id }, agents],
  [cancelApproval, { id, reason: 'x' }, agents], [decideInBulk, { decision: 'approve', items: [{ id, contentHash: hash }] }, agents],
  [resolveUncertain, { id, as: 'drop', note: 'x' }, managers], [reviveDeadLetter, { id }, managers], [retryDeadLetter, { id, contentHash: hash }, managers],
  [prepareBulk, { decision: 'retry', filter: {} }, managers],
  [addLead, { name: 'Jo' }, `${agents} ${agentTokens} operator`], [editLead, { id, version: 1 }, `${agents} ${agentTokens} operator`],
  [leadFromContact, { id }, `${agents} ${agentTokens}`], [dismissContact, { id }, `${agents} ${agentTokens}`],
  [addDncEntry, { kind: 'email', value: 'a@example.com', reason: 'x' }, `${agents} ${agentTokens} worker operator lead file`],
  [removeDncEntry, { id, reason: 'x', confirm: true }, managers],
  [listTableEdits, {}, readers], [dismissTableEdit, { keptAs: id }, managers],
  [acceptHistory, { reason: 'x', confirm: true }, 'admin operator'], [rotateKey, {}, 'admin operator'], [beginWithNewKey, {}, 'admin operator'],
  [eraseLead, { leadId: id, reason: 'x', confirm: true }, 'admin operator'],
  [importLeads, csv, `${managers} tManager tAdmin operator`], [importDnc, csv, `${managers} tManager tAdmin operator`],
  [pauseChannel, { channel: 'email', reason: 'x' }, `${managers} tManager tAdmin operator`], [resumeChannel, { channel: 'email' }, `${managers} operator`],
  [tryChannel, { channel: 'email' }, `${managers} operator`],
  [getPolicy, {}, readers], [checkPolicy, { channel: 'email', address: 'a@example.com' }, readers], [forecast, {}, readers], [replayPolicy, { changes: { perLeadPerDay: 2 } }, readers],
  [noteSettings, {}, 'worker'],
  [changePolicy, { version: 0, changes: { perLeadPerDay: 2 }, reason: 'x' }, `${managers} operator`],
  [listUsers, {}, 'admin operator'], [addUser, { email: 'a@example.com', role: 'agent' }, 'admin operator'], [changeRole, { id, role: 'agent' }, 'admin operator'],
  [disableUser, { id }, 'admin operator'], [enableUser, { id }, 'admin operator'], [setPassword, { id, password: 'heron lamp quartz' }, 'admin operator'],
  [signOutEverywhere, { id }, 'admin operator'], [updateUser, { id, status: 'disabled' }, 'admin operator'], [firstRun, {}, 'admin operator'],
  [listTokens, {}, 'admin operator'], [createToken, { name: 'x', role: 'viewer' }, 'admin operator'], [revokeToken, { id }, 'admin operator'],
];

/** Shapes that verbs share (who may is asked inside), and what no actor asks for: whoever has the link of a mail may unsubscribe. */
const shared = ['changeApproval', 'changeUser', 'storePassword', 'keptOnlyWhenNamed', 'takeInRows', 'unsubscribe', 'unsubscribeLinkState'];

const denials = ['forbidden', 'not_a_person', 'suppression_is_add_only'];

test.each(matrix.map(([verb, input, who]) => [verb.name, verb, input, who] as const))('%s', async (_name, verb, input, who) => {
  const allowed: string[] = [];
  for (const [name, actor] of Object.entries(everybody)) if (await mayCall(verb, input, actor)) allowed.push(name);
  expect(allowed.sort()).toEqual(who.split(' ').sort());
});

async function mayCall(verb: Verb, input: unknown, actor: Actor): Promise<boolean> {
  const t = createTestWorld();
  try {
    await verb(t.as(actor), input);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.refusal.code === 'invalid_input') throw error;
    if (!denials.includes(error.refusal.code)) return true;
    expect((await t.world.store.head()).seq).toBe(0);
    return false;
  }
  return true;
}

test('everybody may sign themselves out, and only themselves', async () => {
  const t = createTestWorld();
  const { id: own } = await addUser(t.as(everybody.operator!), { email: 'v@example.com', role: 'viewer' });
  expect(await signOutEverywhere(t.as({ kind: 'person', id: own, name: 'v', role: 'viewer' }), { id: own })).toMatchObject({ id: own });
});

test('no verb of these rooms is missing here', () => {
  const lib = join(import.meta.dirname, '..');
  const names = ['approvals', 'leads', 'dnc', 'accounts', 'audit', 'channels', 'erasure', 'workspace', 'policy'].flatMap((room) =>
    readdirSync(join(lib, room))
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .flatMap((file) => [...readFileSync(join(lib, room, file), 'utf8').matchAll(/^export async function (\w+)\(call: Call\b/gm)].map((match) => match[1])),
  );
  expect(names.filter((name) => !shared.includes(name ?? '')).sort()).toEqual(matrix.map(([verb]) => verb.name).sort());
});
