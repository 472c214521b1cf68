'use client';

import { useQuery } from '@tanstack/react-query';
import { Ban, Check, ChevronRight, CircleAlert, Clock, Send } from 'lucide-react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { PolicyCheck } from '#lib/policy/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useMe } from '#components/data/use-me.ts';
import { usePolicy } from '#components/data/use-policy.ts';
import { ClockTime } from '#components/ui/clock-time.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';

const looks = {
  allow: { icon: Send, tone: 'text-ink-2' },
  hold: { icon: Clock, tone: 'text-held' },
  stale: { icon: CircleAlert, tone: 'text-held' },
  block: { icon: Ban, tone: 'text-failed' },
} as const;

/** What would become of the draft if it were approved now, and rule by rule why. */
export function WhatHappens({ approval, onTemplate = null }: { approval: ApprovalView; onTemplate?: (() => void) | null }) {
  const { data: me } = useMe();
  const { data, isError } = useQuery({
    queryKey: keys.policy.ofApproval(approval.id, approval.version),
    queryFn: ({ signal }) => get<PolicyCheck>('/api/policy/check', { query: { approvalId: approval.id }, signal }),
    staleTime: 15_000,
  });
  const asksForTemplate = onTemplate !== null && data?.verdict === 'stale' && (data.rule === 'channel_window' || data.rule === 'template');
  const someInUse = usePolicy(asksForTemplate).data?.policy.templates.some(({ status }) => status === 'active') ?? false;
  if (isError) return <p className="text-sm text-ink-3">What would happen on approval cannot be shown now. The worker checks it again before anything is sent.</p>;
  if (!data) return <p aria-hidden className="min-h-6 text-sm"> </p>;
  const { icon: Icon, tone } = looks[data.verdict];
  const details = (
    <details className="group text-sm" data-testid="what-happens" onToggle={keepDraftInView}>
      <summary className={cn('flex min-h-6 list-none items-start gap-2 rounded-sm max-sm:min-h-11 [&::-webkit-details-marker]:hidden', tone)}>
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="min-w-0 flex-1">{sentence(data, approval, me?.undoSeconds[approval.channel] ?? 0)}</span>
        <span className="flex shrink-0 items-center gap-0.5 text-xs text-ink-3">{data.rules.length} rules<ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" /></span>
      </summary>
      <div role="group" aria-label="Rule by rule" tabIndex={0} className="mt-2 max-h-[min(12rem,20dvh)] overflow-y-auto overscroll-contain rounded-sm border-l pl-3">
        <ul className="grid gap-1">{data.rules.map((rule) => <RuleLine key={rule.rule} rule={rule} />)}</ul>
      </div>
    </details>
  );
  if (!asksForTemplate || !someInUse) return details;
  return (
    <div className="flex flex-col items-start gap-2">
      {details}
      <Button onClick={onTemplate} aria-keyshortcuts="t">Choose a template<Kbd keys="t" /></Button>
    </div>
  );
}

/** The rules take their room from the draft above them, which can still be approved: it stays where it can be read. */
function keepDraftInView({ currentTarget }: { readonly currentTarget: HTMLDetailsElement }): void {
  const draft = currentTarget.open && currentTarget.closest('article')?.querySelector('[data-draft-text]');
  if (draft) draft.scrollIntoView({ block: 'nearest' });
}

function sentence(check: PolicyCheck, approval: ApprovalView, undoSeconds: number): string {
  const isDecided = approval.status === 'approved';
  const why = check.why.replace(/\.$/, '');
  switch (check.verdict) {
    case 'allow':
      if (isDecided) return `Goes out ${check.localTime ? check.localTime : 'shortly'}.`;
      return `Goes out ${undoSeconds > 0 ? `${undoSeconds} s after you approve` : 'as soon as you approve'}.`;
    case 'hold':
      return `${check.localTime ? `Goes out ${check.localTime}` : 'Waits'}: ${why}.`;
    case 'block':
      return `Would not be sent: ${why}.`;
    case 'stale':
      return `Would come back for review: ${why}.`;
  }
}

/** What one rule says, until when, and on hover or focus where it comes from. */
function RuleLine({ rule }: { rule: PolicyCheck['rules'][number] }) {
  const passes = rule.result === 'pass';
  return (
    <li className="flex gap-2 text-xs">
      {passes ? <Check aria-label="passes" className="mt-0.5 size-3.5 shrink-0 text-good" /> : <CircleAlert aria-label={rule.result} className="mt-0.5 size-3.5 shrink-0 text-held" />}
      <span className={cn('min-w-0 flex-1', passes ? 'text-ink-3' : 'text-ink')}>
        <Tooltip text={`Where this rule comes from: ${rule.source}`}><span tabIndex={0} className="rounded-sm">{rule.why}</span></Tooltip>
        {rule.until && <> Free again about <ClockTime at={rule.until} />.</>}
      </span>
    </li>
  );
}
