import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import { channels, type Channel } from '#lib/channels/channel.ts';
import { iso } from '#lib/clock.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { leadsOfPerson } from '#lib/leads/same-person.ts';
import { parse } from '#lib/parse.ts';
import type { Page, Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import { explain, verdictOf } from './evaluate.ts';
import { loadFacts } from './facts.ts';
import { paceOf, type Pace } from './pace.ts';
import { placeOf } from './place.ts';
import { policyOf, type Policy } from './policy.ts';
import { holidays } from './rules/holidays.ts';
import { quietHours } from './rules/quiet-hours.ts';
import { summed } from './send-count.ts';
import { textOf, type Facts, type Verdict } from './verdict.ts';

/** At most so many drafts at once: a person looks at what comes of it. */
const draftsMax = 500;

export const forecastInput = z.strictObject({
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
  /** The others, by what would stop them; the most frequent first. `until`: when the first of them would be free; null when they do not wait, or nobody knows. `zone`: where all of them are; null when they are in several. */
  groups: z.array(z.object({ verdict: z.enum(['hold', 'block', 'stale']), rule: z.string(), count: z.number().int(), why: z.string(), until: z.iso.datetime().nullable(), zone: z.string().nullable() })),
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
  const leads = new Set<string>();
  const reads = withBatch(store, leads, now);
  // Of one person only one: what goes first sends back to review what waits under any of their rows.
  const written = new Set<string>();
  const stopped: { draft: Approval; verdict: Stopped; zone: string }[] = [];
  const goIds: string[] = [];
  const going = new Map<string, { facts: Facts; channel: Channel; sender: string; count: number }>();
  for (const draft of drafts) {
    const { channel, sender, recipient, leadId } = draft;
    const facts = await loadFacts(settings, reads, { channel, sender, recipient, leadId }, now, clock.behindMs?.());
    const verdict = judge(draft, facts, now, policy);
    const zone = placeOf(facts.lead, facts.addresses).zones[0] ?? policy.teamZone;
    if (verdict.kind !== 'allow') stopped.push({ draft, verdict, zone });
    else if (written.has(leadId)) stopped.push({ draft, verdict: afterAnother, zone });
    else {
      leads.add(leadId);
      for (const id of await leadsOfPerson(store, leadId)) written.add(id);
      goIds.push(draft.id);
      const key = `${channel} ${sender}`;
      going.set(key, { facts, channel, sender, count: (going.get(key)?.count ?? 0) + 1 });
    }
  }
  // What only waits is still there when another one to them has gone.
  const ended = stopped.map(({ draft, verdict, zone }) => ({ zone, verdict: verdict.kind === 'hold' && written.has(draft.leadId) ? afterAnother : verdict }));
  return { total: drafts.length, go: goIds.length, goIds, groups: grouped(ended), pace: [...going.values()].map((each) => paceView(each, now, policy)) };
}

type Stopped = Exclude<Verdict, { kind: 'allow' }>;

const afterAnother: Stopped = { kind: 'stale', rule: 'teammate_sent', because: { kind: 'teammate_sent', approvalId: null }, why: 'It would be read again after the first one to this person has gone.' };

/** The store as it would be with one message now to each of these leads: caps of a person and of a household count them, under whichever row they went. */
function withBatch(store: Reads, leads: ReadonlySet<string>, now: number): Reads {
  const one = { count: 1, oldest: now, newest: now };
  return { ...store, sends: { ...store.sends, toLeads: async (query) => summed([await store.sends.toLeads(query), ...query.leadIds.filter((id) => leads.has(id)).map(() => one)]) } };
}

async function draftsOf(call: Call, { ids, channel, q }: z.infer<typeof forecastInput>): Promise<Approval[]> {
  const { store } = call.world;
  if (ids) return (await Promise.all(ids.map((id) => store.approvals.get(id)))).filter((row) => row?.status === 'pending').filter((row) => row !== null);
  const page: Page<Approval> = await store.approvals.page({ statuses: ['pending'], ...(channel && { channel }), ...(q && { q }) }, { cursor: null, limit: draftsMax }, 'queue');
  if (page.total > draftsMax) throw new Refused(refusal('invalid_input', `${page.total} drafts fit; a forecast takes ${draftsMax} at most.`, { lift: 'Narrow the filter.' }));
  return [...page.items];
}

/** What speaks of the message alone, or stops its sender altogether; what only spaces its messages out shows in the pace. */
function judge(draft: Approval, facts: Facts, now: number, policy: Policy): Verdict {
  const subject = { channel: draft.channel, sender: draft.sender, recipient: draft.recipient, decidedAt: now, sendAt: null, text: textOf(draft), template: draft.template ?? null };
  return verdictOf(explain(subject, facts, now, policy).filter(({ scope, stopsAll }) => scope === 'message' || stopsAll));
}

/** Rules whose holds end by a wall clock, for many at the same minute: each of those minutes is told by itself. */
const byWallClock: ReadonlySet<string> = new Set([quietHours.name, holidays.name]);

function grouped(stopped: readonly { verdict: Stopped; zone: string }[]): Forecast['groups'] {
  const groups = new Map<string, { verdict: Stopped; untilMs: number | null; zone: string | null; count: number }>();
  for (const { verdict, zone } of stopped) {
    const untilMs = verdict.kind === 'hold' && !verdict.open ? verdict.untilMs : null;
    const key = `${verdict.kind} ${verdict.rule} ${untilMs !== null && byWallClock.has(verdict.rule) ? Math.floor(untilMs / 60_000) : ''}`;
    const group = groups.get(key);
    const isFirst = !group || (untilMs !== null && untilMs < (group.untilMs ?? Infinity));
    groups.set(key, { ...(isFirst ? { verdict, untilMs } : group), zone: !group || group.zone === zone ? zone : null, count: (group?.count ?? 0) + 1 });
  }
  return [...groups.values()].map(({ verdict: { kind, rule, why }, untilMs, zone, count }) => ({ verdict: kind, rule, count, why, until: untilMs === null ? null : iso(untilMs), zone })).sort((a, b) => b.count - a.count);
}

function paceView({ facts, channel, sender, count }: { facts: Facts; channel: Channel; sender: string; count: number }, now: number, policy: Policy): Forecast['pace'][number] {
  const { firstAt, lastAt }: Pace = paceOf(count, facts, now, channel, policy);
  return { channel, sender, count, firstAt: iso(firstAt), lastAt: iso(lastAt) };
}
