import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { ana } from '#lib/approvals/given.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { claimNext } from './claim-next.ts';

const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };

test('what we call a lead among ourselves is nothing that anybody approved, and no part of what goes out', async () => {
  const { as } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = await addLead(as(ana), { name: 'Kim Lee', addresses: [{ kind: 'email', value: 'k@example.org' }] });
  const { id, contentHash } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(as(ana), { id, contentHash });
  await editLead(as(ana), { id: lead.id, version: lead.version, name: 'Kim (time waster)' });
  const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'w' });
  expect(dispatch).toMatchObject({ approvalId: id, content: { recipient: 'k@example.org', body: 'A house.' } });
  expect(JSON.stringify(dispatch)).not.toContain('Kim');
});
