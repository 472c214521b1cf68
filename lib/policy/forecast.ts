import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import { channels, type Channel } from '#lib/channels/channel.ts';
import { iso } from '#lib/clock.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Page } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import { explain, verdictOf } from './evaluate.ts';
import { loadFacts } from './facts.ts';
import { paceOf, type Pace } from './pace.ts';
import { policyOf, type Policy } from './policy.ts';
import { textOf, type Facts, type Verdict } from './verdict.ts';

/** At most so many drafts at once: a person looks at what comes of it. */
const draftsMax = 500;

export const forecastInput = z.object({
  /** These drafts; or all that wait for review and fit the filter. */
  ids: z.array(z.string().min(1).max(64)).min(1).max(draftsMax, `at most ${draftsMax} at once`).optional(),
  channel: z.enum(channels).optional(),
  q: z.string().max(200).optional(),
});

export const forecastSchema = z.object({
  total: z.number().int(),
  /** How many nothing would stop. */
  go: z.number().int(),
  /** Which those are, as the queue has them. */
  goIds: z.array(z.string()),
  /** The others, by what would stop them first; the most frequent first. */
  groups: z.array(z.object({ verdict: z.enum(['hold', 'block', 'stale']), rule: z.string(), count: z.number().int(), why: z.string(), until: z.iso.datetime().nullable() })),
  /** When those that go would be out, one sender after another: gaps and quotas are kept. */
  pace: z.array(z.object({ channel: z.enum(channels), sender: z.string(), count: z.number().int(), firstAt: z.iso.datetime(), lastAt: z.iso.datetime() })),
});
export type Forecast = z.infer<typeof forecastSchema>;

/** What would come of approving these drafts now, all together: how many go, and why the others would not. Changes nothing. */
export async function forecast(call: Call, input: unknown): Promise<Forecast> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const drafts = await draftsOf(call, parse(forecastInput, input));
  const { store, clock, settings } = call.world;
  const now = clock.now();
  const policy = policyOf(settings, await store.policy.get());
  const toLead = new Map<string, number>();
  const stopped: Exclude<Verdict, { kind: 'allow' }>[] = [];
  const goIds: string[] = [];
  const going = new Map<string, { facts: Facts; channel: Channel; sender: string; count: number }>();
  for (const draft of drafts) {
    const facts = await factsOf(call, draft, now, toLead.get(draft.leadId) ?? 0);
    const verdict = judge(draft, facts, now, policy);
    if (verdict.kind !== 'allow') stopped.push(verdict);
    else {
      toLead.set(draft.leadId, (toLead.get(draft.leadId) ?? 0) + 1);
      goIds.push(draft.id);
      const key = `${draft.channel} ${draft.sender}`;
      going.set(key, { facts, channel: draft.channel, sender: draft.sender, count: (going.get(key)?.count ?? 0) + 1 });
    }
  }
  return { total: drafts.length, go: goIds.length, goIds, groups: grouped(stopped), pace: [...going.values()].map((each) => paceView(each, now, policy)) };
}

async function draftsOf(call: Call, { ids, channel, q }: z.infer<typeof forecastInput>): Promise<Approval[]> {
  const { store } = call.world;
  if (ids) return (await Promise.all(ids.map((id) => store.approvals.get(id)))).filter((row) => row?.status === 'pending').filter((row) => row !== null);
  const page: Page<Approval> = await store.approvals.page({ statuses: ['pending'], ...(channel && { channel }), ...(q && { q }) }, { cursor: null, limit: draftsMax }, 'queue');
  if (page.total > draftsMax) throw new Refused(refusal('invalid_input', `${page.total} drafts fit; a forecast takes ${draftsMax} at most.`, { lift: 'Narrow the filter.' }));
  return [...page.items];
}

/** As the store has it, with what this batch would send to the same lead before. */
async function factsOf(call: Call, { channel, sender, recipient, leadId }: Approval, now: number, before: number): Promise<Facts> {
  const facts = await loadFacts(call.world.store, { channel, sender, recipient, leadId }, now);
  const { toLeadLastDay: sent } = facts;
  return before === 0 ? facts : { ...facts, toLeadLastDay: { count: sent.count + before, oldest: sent.oldest ?? now, newest: now } };
}

/** What speaks of the message alone; what only holds back its sender shows in the pace. */
function judge(draft: Approval, facts: Facts, now: number, policy: Policy): Verdict {
  const subject = { channel: draft.channel, sender: draft.sender, recipient: draft.recipient, decidedAt: now, sendAt: null, text: textOf(draft) };
  return verdictOf(explain(subject, facts, now, policy).filter(({ scope, rule }) => scope === 'message' || rule === 'paused' || rule === 'circuit'));
}

function grouped(stopped: readonly Exclude<Verdict, { kind: 'allow' }>[]): Forecast['groups'] {
  const groups = new Map<string, Forecast['groups'][number]>();
  for (const verdict of stopped) {
    const until = verdict.kind === 'hold' ? iso(verdict.untilMs) : null;
    const key = `${verdict.kind} ${verdict.rule} ${until ?? ''}`;
    const group = groups.get(key);
    groups.set(key, { verdict: verdict.kind, rule: verdict.rule, why: group?.why ?? verdict.why, until, count: (group?.count ?? 0) + 1 });
  }
  return [...groups.values()].sort((a, b) => b.count - a.count);
}

function paceView({ facts, channel, sender, count }: { facts: Facts; channel: Channel; sender: string; count: number }, now: number, policy: Policy): Forecast['pace'][number] {
  const { firstAt, lastAt }: Pace = paceOf(count, { lastHour: facts.lastHour, lastDay: facts.lastDay }, now, policy.channels[channel]);
  return { channel, sender, count, firstAt: iso(firstAt), lastAt: iso(lastAt) };
}
