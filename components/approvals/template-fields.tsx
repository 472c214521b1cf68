'use client';

import { useEffect, useId, useRef, useState } from 'react';
import type { TemplateUse } from '#lib/approvals/content.ts';
import { isNamed, isUndeliverable, rendered, valueCount, type MessageTemplate } from '#lib/policy/message-template.ts';
import { isProblem } from '#components/data/api.ts';
import { usePolicy } from '#components/data/use-policy.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { previewParts } from './template-words.ts';

export interface TemplateFieldsProps {
  readonly recipient: string;
  readonly use: TemplateUse | null;
  readonly error: string | null;
  /** Focus starts at the choice. */
  readonly autoFocus?: boolean;
  /** With the text it comes to; null for both: free text. */
  readonly onUse: (use: TemplateUse | null, body: string | null) => void;
}

/** Free text or one of the templates in use, then its values, and what is sent with them. */
export function TemplateFields({ recipient, use, error, autoFocus = false, onUse }: TemplateFieldsProps) {
  const { data, error: unread, refetch } = usePolicy();
  const templates = data?.policy.templates;
  const fields = useRef<HTMLFieldSetElement>(null);
  const [isOpen, setOpen] = useState(autoFocus || use !== null);
  const [isAsked, setAsked] = useState(autoFocus);
  const isThere = templates !== undefined;
  useEffect(() => {
    if (isAsked && isThere) fields.current?.querySelector<HTMLElement>('input:checked')?.focus();
  }, [isAsked, isThere]);
  if (!isOpen)
    return (
      <p className="flex flex-wrap items-center gap-3 text-sm">
        <span className="text-ink-3">Template</span><span>None, free text</span>
        <Button size="sm" onClick={() => { setAsked(true); setOpen(true); }}>Choose a template</Button>
      </p>
    );
  if (!templates && isProblem(unread))
    return (
      <div className="flex flex-col items-start gap-2">
        <ProblemLine problem={unread} />
        <Button size="sm" autoFocus={isAsked} onClick={() => { setAsked(true); void refetch(); }}>Try again</Button>
      </div>
    );
  if (!templates) return <Skeleton className="h-24 w-full rounded-lg" />;
  const chosen = use === null ? undefined : templates.find(isNamed(use));
  const listed = templates.filter((each) => each.status === 'active' || each === chosen);
  const choose = (template: MessageTemplate) => {
    const parameters = Array.from({ length: valueCount(template.body) }, (_, i) => use?.parameters[i] ?? '');
    onUse({ name: template.name, language: template.language, parameters }, rendered(template, parameters));
  };
  const setValue = (at: number, value: string) => {
    if (!use || !chosen) return;
    const parameters = Array.from({ length: valueCount(chosen.body) }, (_, i) => (i === at ? value : (use.parameters[i] ?? '')));
    onUse({ ...use, parameters }, rendered(chosen, parameters));
  };
  return (
    <fieldset ref={fields} aria-describedby={error ? 'template-error' : undefined} className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-sm font-medium text-ink-2">Template</legend>
      <div className="max-h-64 divide-y overflow-y-auto rounded-lg border">
        <Choice isChosen={use === null} onChoose={() => onUse(null, null)} title="Free text" note="Only within 24 h after they wrote." />
        {listed.map((template) => (
          <Choice
            key={`${template.name} ${template.language}`}
            isChosen={template === chosen}
            isOff={template.status !== 'active' || isUndeliverable(template, recipient)}
            onChoose={() => choose(template)}
            title={template.name}
            language={template.language}
            note={template.status !== 'active' ? 'Retired: it is not sent any more.' : isUndeliverable(template, recipient) ? 'Marketing: it does not reach numbers of +1.' : template.body}
          />
        ))}
        {use !== null && !chosen && <Choice isChosen isOff onChoose={() => undefined} title={use.name} language={use.language} note="It is no longer in the policy." />}
      </div>
      {templates.every(({ status }) => status !== 'active') && <p className="text-sm text-ink-3">The policy has no template in use. A manager adds them under Settings → Policy.</p>}
      {use && chosen && valueCount(chosen.body) > 0 && (
        <div className="grid gap-3 sm:grid-cols-2">
          {Array.from({ length: valueCount(chosen.body) }, (_, i) => (
            <TextField key={i} id={`template-value-${i + 1}`} label={`Value ${i + 1}`} value={use.parameters[i] ?? ''} maxLength={1024} autoComplete="off" onText={(value) => setValue(i, value)} />
          ))}
        </div>
      )}
      {error && <p id="template-error" role="alert" className="text-xs text-failed">{error}</p>}
      {use && chosen && <Preview template={chosen} parameters={use.parameters} />}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly isChosen: boolean;
  readonly isOff?: boolean;
  readonly onChoose: () => void;
  readonly title: string;
  readonly language?: string;
  readonly note: string;
}

function Choice({ isChosen, isOff = false, onChoose, title, language, note }: ChoiceProps) {
  const id = useId();
  return (
    <label className={cn('flex cursor-pointer gap-2.5 px-3 py-2 max-sm:min-h-11', isChosen ? 'bg-selected' : 'hover:bg-hover', isOff && 'cursor-default')}>
      <input type="radio" name="template" checked={isChosen} disabled={isOff && !isChosen} onChange={onChoose} aria-labelledby={`${id}-name`} aria-describedby={`${id}-note`} className="mt-1 size-3.5 shrink-0 accent-accent" />
      <span className="min-w-0 flex-1">
        <span id={`${id}-name`} className="flex min-w-0 items-center gap-2 text-sm font-medium"><span className="truncate">{title}</span>{language && <Badge>{language}</Badge>}</span>
        <span id={`${id}-note`} dir="auto" className="line-clamp-2 text-sm break-words text-ink-3">{note}</span>
      </span>
    </label>
  );
}

/** The text as it will be received; where a value is missing its place shows. */
function Preview({ template, parameters }: { template: MessageTemplate; parameters: readonly string[] }) {
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm font-medium text-ink-2">What they receive</p>
      <output dir="auto" data-testid="template-preview" className="rounded-md border bg-ground px-3 py-2 text-lg break-words whitespace-pre-wrap">
        {previewParts(template.body, parameters).map(({ text, is }, i) => (
          is === 'text' ? text : <span key={i} className={cn('rounded-xs px-0.5', is === 'value' ? 'bg-selected' : 'bg-held-soft text-held')}>{text}</span>
        ))}
      </output>
    </div>
  );
}
