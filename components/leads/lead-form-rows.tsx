'use client';

import { Plus, X } from 'lucide-react';
import { channelNames, channels } from '#lib/channels/channel.ts';
import type { ApiProblem } from '#components/data/api.ts';
import { fieldProblem } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import type { LeadForm } from './lead-form-shape.ts';
import { addressExamples, addressOptions, isAddressKind } from './lead-words.ts';

interface RowsProps<T> {
  readonly rows: readonly T[];
  readonly problem: ApiProblem | null;
  readonly onChange: (rows: readonly T[]) => void;
}

export function AddressRows({ rows, problem, onChange }: RowsProps<LeadForm['addresses'][number]>) {
  const change = (at: number, part: Partial<LeadForm['addresses'][number]>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  const errors = rows.map((_, at) => fieldProblem(problem, `addresses.${at}`));
  const whole = errors.every((each) => each === null) ? fieldProblem(problem, 'addresses') : null;
  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, at) => (
        <div key={at} className="flex flex-col gap-1">
          <div className="flex gap-2">
            <Select label={`Kind of address ${at + 1}`} value={row.kind} options={addressOptions} onChange={(kind) => isAddressKind(kind) && change(at, { kind })} className="w-32 shrink-0" />
            <Input aria-label={`Address ${at + 1}`} value={row.value} maxLength={320} placeholder={addressExamples[row.kind]} aria-invalid={errors[at] !== null} aria-describedby={errors[at] ? `address-${at}-error` : undefined} onChange={(event) => change(at, { value: event.target.value })} />
            <Button tone="quiet" size="icon" aria-label={`Remove address ${at + 1}`} onClick={() => onChange(rows.filter((_, i) => i !== at))}><X /></Button>
          </div>
          {errors[at] && <p id={`address-${at}-error`} role="alert" className="text-xs text-failed">{errors[at]}</p>}
        </div>
      ))}
      {whole && <p role="alert" className="text-xs text-failed">{whole}</p>}
      <AddRow label="Add an address" disabled={rows.length >= 20} onAdd={() => onChange([...rows, { kind: rows.some((row) => row.kind === 'email') ? 'phone' : 'email', value: '' }])} />
    </div>
  );
}

export function FactRows({ rows, problem, onChange }: RowsProps<LeadForm['facts'][number]>) {
  const change = (at: number, part: Partial<LeadForm['facts'][number]>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  const error = fieldProblem(problem, 'facts');
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-ink-3">Facts that drafts may state, and are checked against: property, price, beds…</p>
      {rows.map((row, at) => (
        <div key={at} className="flex gap-2">
          <Input aria-label={`Name of fact ${at + 1}`} value={row.name} maxLength={40} placeholder="price" onChange={(event) => change(at, { name: event.target.value })} className="w-32 shrink-0" />
          <Input aria-label={`Fact ${at + 1}`} value={row.value} maxLength={500} placeholder="$450,000" onChange={(event) => change(at, { value: event.target.value })} />
          <Button tone="quiet" size="icon" aria-label={`Remove fact ${at + 1}`} onClick={() => onChange(rows.filter((_, i) => i !== at))}><X /></Button>
        </div>
      ))}
      {error && <p role="alert" className="text-xs text-failed">{error}</p>}
      <AddRow label="Add a fact" disabled={rows.length >= 40} onAdd={() => onChange([...rows, { name: '', value: '' }])} />
    </div>
  );
}

export function ConsentRows({ rows, problem, onChange }: RowsProps<LeadForm['consents'][number]>) {
  const change = (at: number, part: Partial<LeadForm['consents'][number]>) => onChange(rows.map((row, i) => (i === at ? { ...row, ...part } : row)));
  const error = fieldProblem(problem, 'consents');
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-ink-3">Where they agreed to be written to first. WhatsApp needs it; who wrote to you needs none.</p>
      {rows.map((row, at) => (
        <div key={at} className="flex gap-2 max-sm:flex-wrap">
          <Select label={`Channel of consent ${at + 1}`} value={row.channel} options={consentOptions} onChange={(channel) => change(at, { channel: consentOptions.find(({ value }) => value === channel)?.value ?? 'all' })} className="w-36 shrink-0" />
          <Input aria-label={`Where consent ${at + 1} was given`} value={row.source} maxLength={200} placeholder="Open house list, page 2" onChange={(event) => change(at, { source: event.target.value })} />
          <Input aria-label={`Day of consent ${at + 1}`} type="date" value={row.day} onChange={(event) => change(at, { day: event.target.value })} className="w-40 shrink-0" />
          <Button tone="quiet" size="icon" aria-label={`Remove consent ${at + 1}`} onClick={() => onChange(rows.filter((_, i) => i !== at))}><X /></Button>
        </div>
      ))}
      {error && <p role="alert" className="text-xs text-failed">{error}</p>}
      <AddRow label="Add consent" disabled={rows.length >= 20} onAdd={() => onChange([...rows, { channel: 'whatsapp', source: '', day: new Date().toISOString().slice(0, 10), at: null }])} />
    </div>
  );
}

const consentOptions = [{ value: 'all' as const, label: 'All channels' }, ...channels.map((channel) => ({ value: channel, label: channelNames[channel] }))];

function AddRow({ label, disabled, onAdd }: { label: string; disabled: boolean; onAdd: () => void }) {
  return <Button size="sm" tone="quiet" disabled={disabled} onClick={onAdd} className="self-start"><Plus />{label}</Button>;
}
