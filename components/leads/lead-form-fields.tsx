'use client';

import type { ReactNode } from 'react';
import type { LeadView } from '#lib/leads/schema.ts';
import type { ApiProblem } from '#components/data/api.ts';
import { fieldProblem } from '#components/data/use-write.ts';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { AreaField, TextField } from '#components/ui/text-field.tsx';
import type { Stage } from '#lib/leads/lead.ts';
import { AddressRows, ConsentRows, FactRows } from './lead-form-rows.tsx';
import type { LeadForm } from './lead-form-shape.ts';
import { stageOptions } from './lead-words.ts';
import { useOwnerOptions } from './use-owner-options.ts';

export interface LeadFormFieldsProps {
  readonly form: LeadForm;
  readonly problem: ApiProblem | null;
  readonly owner: Pick<LeadView, 'ownerId' | 'ownerName'> | null;
  readonly onChange: (part: Partial<LeadForm>) => void;
}

const zones = Intl.supportedValuesOf('timeZone');
const languages = [{ value: 'en', label: 'English' }, { value: 'es', label: 'Spanish' }];

/** The parts of a lead in the order people ask for them: who, how to reach them, where they are, what is known. */
export function LeadFormFields({ form, problem, owner, onChange }: LeadFormFieldsProps) {
  const owners = useOwnerOptions(owner);
  const error = (field: string) => fieldProblem(problem, field);
  const spoken = languages.some((each) => each.value === form.language) ? languages : [...languages, { value: form.language, label: form.language }];
  return (
    <>
      <Part title="Who">
        <TextField id="lead-name" label="Name" value={form.name} maxLength={200} autoFocus error={error('name')} onText={(name) => onChange({ name })} />
        <div className="grid gap-3 sm:grid-cols-3">
          <Field id="lead-stage" label="Stage"><Select id="lead-stage" label="Stage" value={form.stage} options={stageOptions} onChange={(stage) => onChange({ stage: stage as Stage })} /></Field>
          <Field id="lead-owner" label="Owner" error={error('ownerId')}><Select id="lead-owner" label="Owner" value={form.ownerId || 'nobody'} options={owners} onChange={(id) => onChange({ ownerId: id === 'nobody' ? '' : id })} /></Field>
          <Field id="lead-language" label="Language" error={error('language')}><Select id="lead-language" label="Language" value={form.language} options={spoken} onChange={(language) => onChange({ language })} /></Field>
        </div>
        <TextField id="lead-tags" label="Tags" hint="With commas between." value={form.tags} error={error('tags')} onText={(tags) => onChange({ tags })} />
      </Part>
      <Part title="Reach"><AddressRows rows={form.addresses} problem={problem} onChange={(addresses) => onChange({ addresses })} /></Part>
      <Part title="Consent"><ConsentRows rows={form.consents} problem={problem} onChange={(consents) => onChange({ consents })} /></Part>
      <Part title="Place">
        <div className="grid gap-3 sm:grid-cols-[1fr_7rem_8rem]">
          <TextField id="lead-zone" label="Time zone" list="lead-zones" placeholder="America/Denver" value={form.timeZone} error={error('timeZone')} onText={(timeZone) => onChange({ timeZone })} />
          <TextField id="lead-region" label="State" placeholder="CO or Colorado" maxLength={40} value={form.region} error={error('region')} onText={(region) => onChange({ region })} />
          <TextField id="lead-postal" label="Postal code" maxLength={16} value={form.postalCode} error={error('postalCode')} onText={(postalCode) => onChange({ postalCode })} />
        </div>
        <datalist id="lead-zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
        <p className="text-xs text-ink-3">Quiet hours follow the place. Without one, the phone number’s area code and then the team’s zone count.</p>
      </Part>
      <Part title="Known">
        <FactRows rows={form.facts} problem={problem} onChange={(facts) => onChange({ facts })} />
        <TextField id="lead-household" label="Household" hint="The same words for everybody who lives together: they share one cap." maxLength={100} value={form.household} error={error('household')} onText={(household) => onChange({ household })} />
        <AreaField id="lead-note" label="Note" hint="For the team only; it is never sent." maxLength={5000} value={form.note} error={error('note')} onText={(note) => onChange({ note })} />
      </Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2.5 text-xs font-medium text-ink-3">{title}</legend>
      {children}
    </fieldset>
  );
}
