import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { readConfig } from '#lib/config.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime } from '#lib/runtime.ts';
import { on } from '#lib/store/event.ts';

/** For a test of the desk: so many dead letters (or, when asked for, uncertain sends), each to a lead of its own; every eleventh by WhatsApp. Recorded as a worker would, without its pause after the fifth. Run by itself. */

const [count, name, isUncertain] = [Number(process.argv[2]), process.argv[3] ?? 'Desk', process.argv[4] === 'uncertain'];
const ana: Actor = { kind: 'person', id: 'usr_e2e', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
// Nothing is begun within the time to take it back: the check of all sends would say so.
const config = readConfig({ ...process.env, RE_UNDO_EMAIL_SECONDS: '0', RE_UNDO_CHAT_SECONDS: '0' });
if (!config.ok) throw new Error(JSON.stringify(config.problems));
const world = await openRuntime(config.settings);
const call = () => ({ world, actor: ana, correlationId: world.ids.next('cor') });
const ids: string[] = [];
for (let i = 0; i < count; i++) {
  const number = String(i).padStart(3, '0');
  const channel = i % 11 === 10 ? 'whatsapp' : 'email';
  const lead = await addLead(call(), { name: `${name} ${number}`, addresses: [channel === 'email' ? { kind: 'email', value: `${name.toLowerCase()}-${number}@example.net` } : { kind: 'phone', value: `+1 719 5${name.charCodeAt(0)} ${String(1000 + i)}` }] });
  const { id, contentHash } = await submitDraft(call(), { leadId: lead.id, channel, body: `Hello ${name} ${number}, shall we look at it on Friday?`, ...(channel === 'email' && { subject: 'Your viewing' }) });
  await approveDraft(call(), { id, contentHash });
  const code = channel === 'whatsapp' ? 'wa_131026' : i % 3 === 0 ? 'smtp_554' : 'smtp_550';
  const events = on('approval', id, [
    { type: 'DispatchStarted', attempt: 1, idempotencyKey: `${id}.1`, contentHash, channel, worker: 'e2e', leaseUntilMs: world.clock.now() },
    isUncertain ? { type: 'DispatchUncertain', attempt: 1, evidence: 'No answer came.' } : { type: 'DispatchRefused', attempt: 1, transient: false, code, evidence: 'The other side said no for good', nextAttemptAt: null },
  ]);
  await world.store.commit({ actor: worker, cause: 'e2e', correlationId: world.ids.next('cor'), now: world.clock.now() }, async () => ({ events, result: null }));
  ids.push(id);
}
await world.close();
console.log(JSON.stringify(ids));
