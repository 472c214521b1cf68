'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { LeadDetail, LeadView } from '#lib/leads/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { useGuardedClose } from '#components/ui/guarded-close.tsx';
import { InView } from '#components/ui/in-view.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { say } from '#components/ui/toaster.tsx';
import { LeadFormFields } from './lead-form-fields.tsx';
import { addInput, changesOf, differences, emptyForm, fieldNames, formOf, rebased, withoutEmptyRows, type LeadForm } from './lead-form-shape.ts';

export interface LeadFormDialogProps {
  /** Null adds a lead. */
  readonly lead: LeadView | null;
  readonly onClose: () => void;
  readonly onSaved: (lead: LeadView) => void;
}

/** Adds or edits a lead. What a colleague changed meanwhile is shown before anything is written over it. */
export function LeadFormDialog({ lead, onClose, onSaved }: LeadFormDialogProps) {
  const client = useQueryClient();
  // As it was when the form opened; the page behind follows the server.
  const [opened] = useState(lead);
  const [shown, setShown] = useState(lead);
  const [newer, setNewer] = useState<LeadView | null>(null);
  const [form, setForm] = useState<LeadForm>(() => (lead ? formOf(lead) : emptyForm));
  const { write, problem, isBusy } = useFormWrite();
  const isDirty = JSON.stringify(form) !== JSON.stringify(shown ? formOf(shown) : emptyForm);
  const { close, footer } = useGuardedClose(isDirty, onClose);

  const save = async (event: FormEvent) => {
    event.preventDefault();
    const whole = withoutEmptyRows(form);
    setForm(whole);
    const saved = shown
      ? await write<LeadView>('PATCH', `/api/leads/${shown.id}`, { version: shown.version, ...changesOf(shown, whole) })
      : await write<LeadView>('POST', '/api/leads', addInput(whole));
    if (!saved) return;
    void client.invalidateQueries({ queryKey: keys.leads.all });
    say(shown ? `Saved: ${saved.name}` : `Added: ${saved.name}`);
    onSaved(saved);
  };
  const hasConflict = problem?.code === 'content_changed' && shown !== null && newer?.version !== shown.version;
  const look = async () => {
    if (!shown) return;
    const current = await client.fetchQuery({ queryKey: keys.leads.one(shown.id), queryFn: ({ signal }) => get<LeadDetail>(`/api/leads/${shown.id}`, { signal }), staleTime: 0 });
    setForm(rebased(form, shown, current));
    setNewer(current);
    setShown(current);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={lead ? `Edit ${lead.name}` : 'Add a lead'}
      className="w-[min(42rem,calc(100vw-2rem))]"
      footer={footer(
        <>
          <Button tone="quiet" onClick={close}>Cancel</Button>
          <Button tone="primary" type="submit" form="lead-form" disabled={isBusy || hasConflict}>{lead ? 'Save' : 'Add the lead'}</Button>
        </>,
      )}
    >
      <form id="lead-form" noValidate onSubmit={(event) => void save(event)} className="flex flex-col gap-6">
        {hasConflict && (
          <InView><div role="alert" className="flex flex-wrap items-center gap-3 rounded-md bg-held-soft px-3 py-2 text-sm text-held">
            <span className="min-w-0 flex-1">A colleague changed this lead while you were editing. What you typed is kept here.</span>
            <Button size="sm" onClick={() => void look()}>Show what changed</Button>
          </div></InView>
        )}
        {newer && opened && <InView><Newer before={opened} now={newer} /></InView>}
        {!hasConflict && problem && problem.code !== 'content_changed' && !isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <LeadFormFields form={form} problem={problem} owner={lead} onChange={(part) => setForm((before) => ({ ...before, ...part }))} />
      </form>
    </Dialog>
  );
}

function Newer({ before, now }: { before: LeadView; now: LeadView }) {
  const changed = differences(before, now).map((name) => fieldNames[name] ?? name);
  return (
    <p role="status" className="rounded-md bg-held-soft px-3 py-2 text-sm text-held">
      {changed.length > 0 ? `Changed meanwhile: ${changed.join(', ')}. It stands below as it is now, with your own changes on top; save when it is right.` : 'Nothing you see here differs from before; save when it is right.'}
    </p>
  );
}
