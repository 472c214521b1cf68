'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { templateChannels } from '#lib/policy/message-template.ts';
import { isProblem, send, type ApiProblem } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input, Textarea } from '#components/ui/field.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Select } from '#components/ui/select.tsx';
import { SignInAgain } from '#components/ui/sign-in-again.tsx';
import { dropEdit, isAsEdited, keepEdit, readKeptEdit } from './kept-edit.ts';
import { TemplateFields } from './template-fields.tsx';
import { approvalQuery } from './use-approval.ts';

export interface DraftEditorProps {
  readonly approval: ApprovalView;
  readonly lead: LeadDetail | undefined;
  /** Opened to choose a template. */
  readonly atTemplate: boolean;
  readonly onSaved: (approval: ApprovalView) => void;
  readonly onClose: () => void;
}

/** Edits in place. Escape puts it aside and keeps it; Ctrl+Enter saves, and what was approved returns to review. */
export function DraftEditor({ approval, lead, atTemplate, onSaved, onClose }: DraftEditorProps) {
  const client = useQueryClient();
  const [edit, setEdit] = useState(() => readKeptEdit(approval.id) ?? { baseHash: approval.contentHash, recipient: approval.recipient, subject: approval.subject, body: approval.body, template: approval.template });
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSaving, setSaving] = useState(false);
  const body = useRef<HTMLTextAreaElement>(null);
  // Who looks at a template and goes back finds their own words again.
  const freeText = useRef(edit.body);
  useHeldPage();
  const hasTemplates = templateChannels.includes(approval.channel);
  useEffect(() => {
    if (atTemplate) return;
    body.current?.focus();
    body.current?.setSelectionRange(body.current.value.length, body.current.value.length);
  }, [atTemplate]);

  const change = (part: Partial<typeof edit>) => {
    const next = { ...edit, ...part };
    setEdit(next);
    keepEdit(approval.id, next);
  };
  const taken = (saved: ApprovalView) => {
    dropEdit(approval.id);
    client.setQueryData(keys.approvals.one(saved.id), saved);
    void client.invalidateQueries({ queryKey: keys.approvals.all });
    onSaved(saved);
  };
  const save = async (onHash: string) => {
    setSaving(true);
    setProblem(null);
    try {
      const { recipient, subject, body: text, template } = edit;
      const saved = await send<ApprovalView>('PATCH', `/api/approvals/${approval.id}`, { contentHash: onHash, recipient, subject, body: text, ...(hasTemplates && { template }) });
      taken(saved);
    } catch (error) {
      if (!isProblem(error)) throw error;
      const now = isProblem(error, 'no_answer') ? await client.fetchQuery({ ...approvalQuery(approval.id), staleTime: 0 }).catch(() => null) : null;
      if (now && now.contentHash !== onHash && isAsEdited(now, edit)) taken(now);
      else setProblem(error);
    } finally {
      setSaving(false);
    }
  };
  const isOverChanged = problem?.code === 'content_changed';
  const newHash = typeof problem?.details.contentHash === 'string' ? problem.details.contentHash : edit.baseHash;
  const fieldError = (field: string) => (problem?.details.field === field ? problem.detail : null);

  return (
    <form
      aria-label="Edit the draft"
      className="flex flex-col gap-3 rounded-lg border border-ring bg-surface p-4 dark:bg-raised"
      onSubmit={(event) => {
        event.preventDefault();
        void save(edit.baseHash);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save(edit.baseHash);
        else if (event.key === 'Escape' && !event.defaultPrevented) onClose();
        else return;
        event.preventDefault();
      }}
    >
      <Recipient approval={approval} lead={lead} value={edit.recipient} error={fieldError('recipient')} onChange={(recipient) => change({ recipient })} />
      {approval.subject !== null && (
        <Field id="edit-subject" label="Subject" error={fieldError('subject')}>
          <Input id="edit-subject" value={edit.subject ?? ''} maxLength={998} aria-invalid={fieldError('subject') !== null} onChange={(event) => change({ subject: event.target.value })} />
        </Field>
      )}
      {hasTemplates && (
        <TemplateFields
          recipient={edit.recipient}
          use={edit.template}
          error={fieldError('template') ?? (edit.template && fieldError('body'))}
          autoFocus={atTemplate || edit.template !== null}
          onUse={(template, text) => {
            if (edit.template === null) freeText.current = edit.body;
            change({ template: template && { ...template, parameters: [...template.parameters] }, body: text ?? freeText.current });
          }}
        />
      )}
      {edit.template === null && <Field id="edit-body" label="Message" error={fieldError('body')}>
        <Textarea ref={body} id="edit-body" value={edit.body} aria-invalid={fieldError('body') !== null} onChange={(event) => change({ body: event.target.value })} className="min-h-64 field-sizing-content max-h-[60vh] text-lg" />
      </Field>}
      {approval.status === 'approved' && <p className="text-sm text-held">It is approved. Saving returns it to review.</p>}
      {problem && !problem.details.field && (
        <p role="alert" className="text-sm text-failed">{isOverChanged ? 'Somebody changed the draft while you were editing.' : problem.code === 'not_signed_in' ? <SignInAgain then="save" /> : problem.detail} Your text is kept here.</p>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" tone="primary" disabled={isSaving} aria-keyshortcuts="Control+Enter">Save<Kbd keys="Ctrl+Enter" className="border-on-accent/50 text-on-accent" /></Button>
        {isOverChanged && <Button onClick={() => void save(newHash)}>Save over the other change</Button>}
        <Button tone="quiet" onClick={onClose} aria-keyshortcuts="Escape">Cancel<Kbd keys="Esc" /></Button>
      </div>
    </form>
  );
}

interface RecipientProps {
  readonly approval: ApprovalView;
  readonly lead: LeadDetail | undefined;
  readonly value: string;
  readonly error: string | null;
  readonly onChange: (value: string) => void;
}

/** Only the lead's own addresses on this channel; without a choice it is said, not asked. */
function Recipient({ approval, lead, value, error, onChange }: RecipientProps) {
  const kind = approval.channel === 'whatsapp' ? 'phone' : approval.channel;
  const choices = new Set([approval.recipient, ...(lead?.addresses.filter((address) => address.kind === kind).map((address) => address.value) ?? [])]);
  if (choices.size < 2) return <p className="flex gap-3 text-sm"><span className="text-ink-3">To</span><span className="truncate">{value}</span></p>;
  return (
    <Field id="edit-recipient" label="To" error={error}>
      <Select id="edit-recipient" label="To" value={value} onChange={onChange} options={[...choices].map((choice) => ({ value: choice, label: choice }))} />
    </Field>
  );
}
