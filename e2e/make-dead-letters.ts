import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { listApprovals } from '#lib/approvals/list-approvals.ts';
import { readConfig } from '#lib/config.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { openRuntime } from '#lib/runtime.ts';

/** For a test of the desk: so many drafts of the workspace are approved and refused for good, and one more is left uncertain. Run by itself. */

const ana: Actor = { kind: 'person', id: 'usr_e2e', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const config = readConfig({ ...process.env, RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' });
if (!config.ok) throw new Error(JSON.stringify(config.problems));
const world = await openRuntime(config.settings);
const as = (actor: Actor) => ({ world, actor, correlationId: world.ids.next('cor') });
const wanted = Number(process.argv[2]);
const { items } = await listApprovals(as(ana), { status: 'pending', channel: 'email', limit: 200 });
const ids: string[] = [];
for (const draft of items) {
  if (ids.length > wanted) break;
  try {
    await approveDraft(as(ana), { id: draft.id, contentHash: draft.contentHash });
  } catch {
    // Somebody on the Do-Not-Contact list: the next one serves as well.
    continue;
  }
  const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'e2e/1/0' });
  if (!dispatch) continue;
  const outcome = ids.length < wanted ? ({ kind: 'refused', transient: false, code: 'smtp_550', evidence: 'mail.test answered 550 5.1.1 nobody here' } as const) : ({ kind: 'unknown', evidence: 'No answer came.' } as const);
  await recordOutcome(as(worker), dispatch, outcome);
  ids.push(dispatch.approvalId);
}
await world.close();
console.log(JSON.stringify(ids));
