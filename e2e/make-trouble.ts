import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { listApprovals } from '#lib/approvals/list-approvals.ts';
import { afterSend, closed, type Breaker } from '#lib/channels/breaker.ts';
import { senderOf } from '#lib/channels/sender.ts';
import { readConfig } from '#lib/config.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { defaultPolicy } from '#lib/policy/policy.ts';
import { openRuntime } from '#lib/runtime.ts';
import { on } from '#lib/store/event.ts';
import { metaOf } from '#lib/world.ts';

/**
 * For tests of the screens: `resting`, `trying` and `working` say how LinkedIn fares after five sends in a row that nobody knows about; `retry` has one draft by
 * e-mail approved and refused for now, and prints its id. Run by itself.
 */

const ana: Actor = { kind: 'person', id: 'usr_e2e', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const config = readConfig({ ...process.env, RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' });
if (!config.ok) throw new Error(JSON.stringify(config.problems));
const world = await openRuntime(config.settings);
const as = (actor: Actor) => ({ world, actor, correlationId: world.ids.next('cor') });

function breakerOf(kind: string): Breaker {
  if (kind === 'working') return closed;
  // The first rest lasts 60 s: five failures of two minutes ago are over it.
  const at = world.clock.now() - (kind === 'trying' ? 120_000 : 0);
  return Array.from({ length: 5 }).reduce<Breaker>((breaker) => afterSend(breaker, { code: 'unknown', why: 'No answer came' }, at, defaultPolicy.breaker), closed);
}

async function refuseOneForNow(): Promise<string> {
  const { items } = await listApprovals(as(ana), { status: 'pending', channel: 'email', limit: 200 });
  for (const { id, contentHash } of items) {
    // Somebody on the Do-Not-Contact list: the next one serves as well.
    const approved = await approveDraft(as(ana), { id, contentHash }).catch(() => null);
    const dispatch = approved && (await claimNext(as(worker), { channels: ['email'], worker: 'e2e/1/0' })).dispatch;
    if (!dispatch) continue;
    await recordOutcome(as(worker), dispatch, { kind: 'refused', transient: true, code: 'smtp_451', evidence: 'mail.test answered 451 4.7.1 try again later' });
    return dispatch.approvalId;
  }
  throw new Error('no draft could be sent');
}

const [kind = ''] = process.argv.slice(2);
if (kind === 'retry') console.log(await refuseOneForNow());
else {
  const moved = on('channel', 'linkedin', [{ type: 'BreakerMoved', sender: senderOf(world.settings, 'linkedin'), breaker: breakerOf(kind) }]);
  await world.store.commit(metaOf(as(worker), 'e2e'), async () => ({ events: moved, result: null }));
}
await world.close();
