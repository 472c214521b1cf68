import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld, testStart } from '#lib/store/memory/test-world.ts';
import { readMetrics } from './read-metrics.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker (route)' };

/** A workspace in which one mail was taken, of one nobody knows, and one waits. */
async function workspace() {
  const bench = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100/100/0' });
  const { as, pass } = bench;
  for (const name of ['a', 'b', 'c']) {
    const lead = await addLead(as(ana), { name, addresses: [{ kind: 'email', value: `${name}@example.org` }] });
    const draft = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
    await approveDraft(as(ana), { id: draft.id, contentHash: draft.contentHash });
  }
  for (const outcome of [{ kind: 'accepted', providerId: 'x@test', evidence: '250' }, { kind: 'unknown', evidence: 'no answer' }] as const) {
    const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'host/1/aa' });
    if (!dispatch) throw new Error('nothing to send');
    await recordOutcome(as(worker), dispatch, outcome);
  }
  pass(90_000);
  return bench;
}

test('figures follow what happened', async () => {
  const { as, world } = await workspace();
  await addDncEntry(as(ana), { kind: 'email', value: 'gone@example.org', reason: 'asked' });
  await pauseChannel(as(ana), { channel: 'email', reason: 'look first' });
  const metrics = await readMetrics(as(ana));
  const valueOf = (name: string, labels: Record<string, string> = {}) => {
    const samples = metrics.find((metric) => metric.name === name)?.samples.filter((sample) => Object.entries(labels).every(([label, value]) => sample.labels[label] === value)) ?? [];
    return samples.map(({ value }) => value);
  };
  const email = { channel: 'email' };
  expect(['approved', 'sent', 'uncertain', 'pending'].map((status) => valueOf('re_approvals', { status, ...email }))).toEqual([[1], [1], [1], [0]]);
  expect(valueOf('re_sends', { ...email, window: 'hour' })).toEqual([2]);
  expect(valueOf('re_oldest_due_timestamp_seconds')).toEqual([testStart / 1000]);
  expect([valueOf('re_channel_paused', email), valueOf('re_channel_paused', { channel: 'whatsapp' })]).toEqual([[1], [0]]);
  expect(valueOf('re_returned', email)).toEqual([0]);
  expect(valueOf('re_dnc_entries')).toEqual([1]);
  expect(valueOf('re_journal_records_total')).toEqual([(await world.store.head()).seq]);
  expect(valueOf('re_worker_last_seen_timestamp_seconds')).toEqual([]);
  await world.store.presence.beat('worker', 'w1', testStart + 5000, {});
  expect((await readMetrics(as(ana))).find(({ name }) => name === 're_worker_last_seen_timestamp_seconds')?.samples).toEqual([{ labels: {}, value: (testStart + 5000) / 1000 }]);
});

test('nothing in them names a person', async () => {
  const { as } = await workspace();
  expect(JSON.stringify(await readMetrics(as(ana)))).not.toMatch(/@|example/);
});
