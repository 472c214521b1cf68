'use client';

import { useState, type FormEvent } from 'react';
import type { PolicyView } from '#lib/policy/schema.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { Button } from '#components/ui/button.tsx';
import { ChangeReview } from './change-review.tsx';
import { PolicyFields } from './policy-fields.tsx';
import { changesOf, formOf, rebased, type PolicyForm } from './policy-form-shape.ts';

export interface PolicyEditorProps {
  /** As it was read when the form opened. */
  readonly view: PolicyView;
  /** A newer reading takes its place; what was typed stays. */
  readonly onRead: (view: PolicyView) => void;
  readonly onClose: () => void;
}

/** Types first, then sees what would be different and what it would have done, then saves with a reason. */
export function PolicyEditor({ view, onRead, onClose }: PolicyEditorProps) {
  const [form, setForm] = useState<PolicyForm>(() => formOf(view.policy));
  const [isReviewed, setReviewed] = useState(false);
  const changes = changesOf(view.policy, form);
  const isDirty = Object.keys(changes).length > 0;
  useHeldPage(isDirty);
  const review = (event: FormEvent) => {
    event.preventDefault();
    if (isDirty) setReviewed(true);
  };
  const read = (now: PolicyView) => {
    setForm(rebased(form, view.policy, now.policy));
    onRead(now);
  };
  return (
    <form noValidate onSubmit={review} aria-label="Change the policy" className="flex flex-col gap-6">
      <PolicyFields form={form} onChange={(part) => setForm((before) => ({ ...before, ...part }))} />
      <div className="sticky bottom-0 -mx-5 flex flex-wrap items-center gap-2 border-t bg-surface px-5 py-3 max-sm:-mx-4 max-sm:px-4">
        <Button type="submit" tone="primary" disabled={!isDirty}>Review the change</Button>
        <Button tone="quiet" onClick={onClose}>{isDirty ? 'Discard' : 'Close'}</Button>
        {!isDirty && <p className="text-sm text-ink-3">Nothing differs from the policy in force.</p>}
      </div>
      {isReviewed && <ChangeReview view={view} changes={changes} onRead={read} onBack={() => setReviewed(false)} onSaved={onClose} />}
    </form>
  );
}
