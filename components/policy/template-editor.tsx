'use client';

import { Plus } from 'lucide-react';
import { bodyProblem, templateLengthMax, valueCount } from '#lib/policy/message-template.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { AreaField, TextField } from '#components/ui/text-field.tsx';
import { newTemplate, type TemplateForm } from './policy-form-shape.ts';

interface TemplateEditorProps {
  readonly templates: readonly TemplateForm[];
  readonly onChange: (templates: readonly TemplateForm[]) => void;
}

/** As the platform has approved them. What is in the policy is retired, not taken out: it stays for what was sent with it. */
export function TemplateEditor({ templates, onChange }: TemplateEditorProps) {
  const set = (at: number, part: Partial<TemplateForm>) => onChange(templates.map((each, i) => (i === at ? { ...each, ...part } : each)));
  return (
    <>
      <p className="text-sm text-ink-3">What WhatsApp has approved, word for word. {'{{1}}'}, {'{{2}}'} and so on are the places of values. Nothing else may be sent to somebody who has not written there within 24 h.</p>
      {templates.length > 0 && (
        <ul className="flex flex-col gap-3">
          {templates.map((template, i) => (
            <li key={template.isNew ? `new ${i}` : `${template.name} ${template.language}`}>
              <OneTemplate at={i} template={template} onSet={(part) => set(i, part)} onDrop={() => onChange(templates.filter((_, other) => other !== i))} />
            </li>
          ))}
        </ul>
      )}
      <div><Button onClick={() => onChange([...templates, newTemplate])}><Plus aria-hidden />Add a template</Button></div>
    </>
  );
}

function OneTemplate({ at, template, onSet, onDrop }: { at: number; template: TemplateForm; onSet: (part: Partial<TemplateForm>) => void; onDrop: () => void }) {
  const { name, language, category, body, status, isNew = false } = template;
  const id = (field: string) => `policy-template-${at}-${field}`;
  const isRetired = status === 'retired';
  const problem = body.trim() === '' ? null : bodyProblem(body);
  const count = valueCount(body);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-lg border p-3">
      <legend className="sr-only">{isNew ? 'New template' : `Template ${name}, ${language}`}</legend>
      <div className="flex flex-wrap items-end gap-3">
        {isNew ? (
          <>
            <div className="min-w-48 flex-1"><TextField id={id('name')} label="Name" placeholder="visit_reminder" value={name} maxLength={512} autoFocus onText={(text) => onSet({ name: text })} /></div>
            <div className="w-28"><TextField id={id('language')} label="Language" placeholder="en_US" value={language} maxLength={10} onText={(text) => onSet({ language: text })} /></div>
          </>
        ) : (
          <p className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5 self-center text-sm">
            <span className="min-w-0 font-medium break-all">{name}</span><Badge>{language}</Badge>{isRetired && <Badge tone="held">retired</Badge>}
          </p>
        )}
        <Field id={id('category')} label="Category">
          <Select id={id('category')} label="Category" value={category} onChange={(chosen) => onSet({ category: chosen === 'marketing' ? 'marketing' : 'utility' })} options={[{ value: 'utility', label: 'Utility' }, { value: 'marketing', label: 'Marketing' }]} className="w-32" />
        </Field>
        {isNew ? <Button tone="quiet" onClick={onDrop}>Take out</Button> : <Button onClick={() => onSet({ status: isRetired ? 'active' : 'retired' })}>{isRetired ? 'Use again' : 'Retire'}</Button>}
      </div>
      <AreaField
        id={id('body')} label="Text" value={body} maxLength={templateLengthMax} hint={`${body.length} of ${templateLengthMax} characters, ${count} ${count === 1 ? 'value' : 'values'}`}
        error={problem === null ? null : `The text ${problem}.`} onText={(text) => onSet({ body: text })} className="field-sizing-content max-h-60"
      />
    </fieldset>
  );
}
