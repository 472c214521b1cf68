import type { Actor } from '#lib/accounts/actor.ts';
import { contentHash, type Content } from '#lib/approvals/content.ts';
import { senderOf } from '#lib/channels/sender.ts';
import { readConfig } from '#lib/config.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { on } from '#lib/store/event.ts';
import { figure, middle, perSecond, type Figure } from './figure.ts';

/**
 * Picking the next message that is due while many wait: as fast as while few do. Once by itself, and once with policy, claim and outcome. In memory,
 * so that no disk is measured.
 */

const few = 1000;
const many = 100_000;
const perTurn = 200;
const picksPerTurn = 100_000;
const turns = 7;
const person: Actor = { kind: 'person', id: 'usr_bench', name: 'bench', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'bench' };

export async function run(): Promise<Figure[]> {
  const [small, large] = [await waiting(few + perTurn * turns), await waiting(many)];
  const picks: [number[], number[]] = [[], []];
  const [ofFew, ofMany]: [number[], number[]] = [[], []];
  for (let turn = 0; turn < turns; turn++) {
    picks[0].push(await perSecond(picksPerTurn, () => pick(large)));
    picks[1].push(await perSecond(picksPerTurn, () => pick(small)));
    ofMany.push(await perSecond(perTurn, () => claim(large)));
    ofFew.push(await perSecond(perTurn, () => claim(small)));
  }
  for (const world of [small, large]) await world.close();
  const counts = `${many.toLocaleString('en')} waiting against ${few.toLocaleString('en')}`;
  return [
    figure(`picks of the next one with ${counts}`, middle(picks[0]), middle(picks[1]), 'per s', '>= 0.8', (r) => r >= 0.8),
    figure(`claims with ${counts}`, middle(ofMany), middle(ofFew), 'per s', '>= 0.8', (r) => r >= 0.8),
  ];
}

async function waiting(count: number): Promise<Runtime> {
  const config = readConfig({ RE_STORE: 'memory', RE_DATA_DIR: `bench-${count}`, RE_LIMITS: 'email=100000/1000000/0' });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const world = await openRuntime(config.settings);
  const sender = senderOf(config.settings, 'email');
  for (let from = 0; from < count; from += 1000) {
    const events = Array.from({ length: Math.min(1000, count - from) }, (_, k) => story(from + k, sender)).flat();
    await world.store.commit({ actor: person, cause: 'bench', correlationId: 'cor_bench', now: 1000 + from }, async () => ({ events, result: null }));
  }
  return world;
}

function story(i: number, sender: string) {
  const [leadId, recipient] = [`lea_${i}`, `lead${i}@example.org`];
  const content: Content = { channel: 'email', sender, recipient, subject: 'House', body: `House ${i}`, attachments: [] };
  const hash = contentHash(content);
  const fields = {
    name: `Lead ${i}`, addresses: [{ kind: 'email' as const, value: recipient }], stage: 'contacted' as const, timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en', facts: {}, note: '',
  };
  return [
    ...on('lead', leadId, [{ type: 'LeadAdded', fields, source: 'bench' }]),
    ...on('approval', `apr_${i}`, [
      { type: 'DraftSubmitted', content, contentHash: hash, leadId, conversationId: null, inReplyTo: null, origin: { kind: 'person', by: 'person:usr_bench' }, temperature: 'warm', dueAt: i },
      { type: 'DraftApproved', contentHash: hash, undoUntilMs: 0, sendAt: Date.now() - 60_000 },
    ]),
  ];
}

async function pick(world: Runtime): Promise<void> {
  const now = world.clock.now();
  for (let i = 0; i < picksPerTurn; i++) {
    const { length } = await world.store.approvals.due({ now, channels: ['email'], limit: 1 });
    if (length !== 1) throw new Error('nothing was picked');
  }
}

async function claim(world: Runtime): Promise<void> {
  const call = { world, actor: worker, correlationId: 'cor_bench' };
  for (let i = 0; i < perTurn; i++) {
    const { dispatch } = await claimNext(call, { channels: ['email'], worker: 'bench/1/0' });
    if (!dispatch) throw new Error('nothing was claimed');
    await recordOutcome(call, dispatch, { kind: 'accepted', providerId: `${dispatch.idempotencyKey}@bench`, evidence: '250' });
  }
}

if (import.meta.main) for (const line of await run()) console.log(JSON.stringify(line));
