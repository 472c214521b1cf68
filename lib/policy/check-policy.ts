import type { CountryCode } from 'libphonenumber-js';
import { mayDo } from '#lib/accounts/permissions.ts';
import { findApproval } from '#lib/approvals/find.ts';
import { senderOf } from '#lib/channels/sender.ts';
import { iso } from '#lib/clock.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { addressKindOf, parseAddress } from '#lib/leads/address.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import type { z } from 'zod';
import { evaluate, explain, verdictOf } from './evaluate.ts';
import { loadFacts, type Asked } from './facts.ts';
import { cityOf } from './local-time.ts';
import { policyOf, type Policy } from './policy.ts';
import { placeOf } from './place.ts';
import { checkPolicyInput, type PolicyCheck } from './schema.ts';
import { subjectOf } from './subject-of.ts';
import { textOf, type Facts, type Subject, type Verdict } from './verdict.ts';

/** What the policy would say of a draft, or of any address on a channel, now or at a time; nothing is changed. */
export async function checkPolicy(call: Call, input: unknown): Promise<PolicyCheck> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const wanted = parse(checkPolicyInput, input);
  const { store, clock, settings } = call.world;
  const { asked, subject, notBefore } = await whatIsAsked(call, wanted);
  const at = Math.max(wanted.at === undefined ? clock.now() : Date.parse(wanted.at), notBefore);
  const facts = await loadFacts(settings, store, asked, at, wanted.at === undefined ? clock.behindMs?.() : 0);
  const policy = policyOf(settings, await store.policy.get());
  const explained = explain(subject, facts, at, policy);
  const verdict = verdictOf(explained);
  const goesOutAt = await whenOut(call, asked, subject, { at, verdict, policy });
  return {
    verdict: verdict.kind,
    rule: verdict.kind === 'allow' ? null : verdict.rule,
    why: verdict.kind === 'allow' ? 'Nothing stands in the way.' : verdict.why,
    at: goesOutAt === null ? null : iso(goesOutAt),
    localTime: goesOutAt === null ? null : localTimeThere(goesOutAt, facts, policy.teamZone),
    leadId: facts.lead?.id ?? null,
    rules: explained.map(({ rule, source, judgement }) => ({
      rule, source, result: judgement.kind, why: judgement.why, until: judgement.kind === 'hold' && !judgement.open ? iso(judgement.untilMs) : null,
    })),
  };
}

async function whatIsAsked(call: Call, wanted: z.infer<typeof checkPolicyInput>): Promise<{ asked: Asked; subject: Subject; notBefore: number }> {
  const { store, settings } = call.world;
  if (wanted.approvalId !== undefined) {
    const approval = await findApproval(store, wanted.approvalId);
    const { channel, sender, recipient, leadId } = approval;
    const asked = { channel, sender, recipient, leadId, approvalId: approval.id };
    if (approval.status === 'approved') return { asked, subject: subjectOf(approval), notBefore: approval.notBefore };
    return { asked, subject: { channel, sender, recipient, decidedAt: null, sendAt: null, text: textOf(approval), template: approval.template ?? null }, notBefore: 0 };
  }
  const channel = wanted.channel ?? 'email';
  const address = orThrow(parseAddress(addressKindOf[channel], wanted.address ?? '', settings.defaultCountry as CountryCode));
  const sender = senderOf(settings, channel);
  return { asked: { channel, sender, recipient: address.value, leadId: null }, subject: { channel, sender, recipient: address.value, decidedAt: null, sendAt: null, text: null, template: null }, notBefore: 0 };
}

/** So many holds may follow one another before nobody can say when it goes out. */
const holdsMax = 20;

/**
 * When it would go out if nothing else happened meanwhile: each hold is waited for, and judged again at its end by what is known of that
 * instant, when what was sent before is older. Null when a hold has no known end, or something else than waiting is needed then.
 */
async function whenOut(call: Call, asked: Asked, subject: Subject, from: { at: number; verdict: Verdict; policy: Policy }): Promise<number | null> {
  let { at, verdict } = from;
  for (let i = 0; i < holdsMax && verdict.kind === 'hold' && !verdict.open; i++) {
    at = verdict.untilMs;
    verdict = evaluate(subject, await loadFacts(call.world.settings, call.world.store, asked, at), at, from.policy);
  }
  return verdict.kind === 'allow' ? at : null;
}

function localTimeThere(at: number, facts: Facts, teamZone: string): string {
  const zone = placeOf(facts.lead, facts.addresses).zones[0] ?? teamZone;
  const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: 'numeric', minute: '2-digit' }).format(at);
  return `${clock} in ${cityOf(zone)}`;
}
