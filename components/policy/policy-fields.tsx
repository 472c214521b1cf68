'use client';

import type { ReactNode } from 'react';
import { channelNames, channels, type Channel } from '#lib/channels/channel.ts';
import { Check } from '#components/ui/check.tsx';
import { Input } from '#components/ui/field.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import { AreaField, TextField } from '#components/ui/text-field.tsx';
import type { LimitsForm, PolicyForm } from './policy-form-shape.ts';
import { TemplateEditor } from './template-editor.tsx';

interface PartProps {
  readonly form: PolicyForm;
  readonly onChange: (part: Partial<PolicyForm>) => void;
}

const zones = Intl.supportedValuesOf('timeZone');

/** Everything a manager may set, in the order the policy is read. */
export function PolicyFields({ form, onChange }: PartProps) {
  return (
    <>
      <Part title="Sending limits"><LimitFields form={form} onChange={onChange} /></Part>
      <Part title="One person">
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField id="policy-lead-cap" label="Messages to one lead in 24 h" inputMode="numeric" value={form.perLeadPerDay} onText={(perLeadPerDay) => onChange({ perLeadPerDay })} />
          <TextField id="policy-household-cap" label="Messages to one household in 24 h" inputMode="numeric" value={form.perHouseholdPerDay} onText={(perHouseholdPerDay) => onChange({ perHouseholdPerDay })} />
        </div>
      </Part>
      <Part title="Pace">
        <TextField id="policy-variance" label="Variance of the gap, percent" inputMode="numeric" hint="The gap grows by up to this share, differently each time." value={form.gapVariance} onText={(gapVariance) => onChange({ gapVariance })} />
        <TextField id="policy-returned" label="Pause a channel when more came back than, percent" inputMode="numeric" hint="Bounces and complaints among what one sender sent in 24 h; five at least." value={form.returnedShareMax} onText={(returnedShareMax) => onChange({ returnedShareMax })} />
        <Check checked={form.hasRamp} onChange={(hasRamp) => onChange({ hasRamp })}>New senders start small and grow from day to day</Check>
        {form.hasRamp && (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField id="policy-ramp-start" label="On the first day" inputMode="numeric" value={form.rampStart} onText={(rampStart) => onChange({ rampStart })} />
            <TextField id="policy-ramp-growth" label="Times more each day" inputMode="decimal" value={form.rampGrowth} onText={(rampGrowth) => onChange({ rampGrowth })} />
          </div>
        )}
      </Part>
      <Part title="When sending fails">
        <TextField id="policy-retries" label="A refused message is tried again after, minutes" hint="Minutes with commas between, like 5, 15, 60; each is shortened by chance, and after the last the message is a dead letter. A delay that the channel itself names wins." value={form.retryMinutes} onText={(retryMinutes) => onChange({ retryMinutes })} />
        <div className="grid gap-3 sm:grid-cols-3">
          <TextField id="policy-breaker-failures" label="Failures until a channel rests" inputMode="numeric" value={form.breakerFailures} onText={(breakerFailures) => onChange({ breakerFailures })} />
          <TextField id="policy-breaker-rest" label="First rest, seconds" inputMode="numeric" hint="Each one after it is twice as long, up to 10 min." value={form.breakerRest} onText={(breakerRest) => onChange({ breakerRest })} />
          <TextField id="policy-breaker-successes" label="Must go through, one by one, before all go" inputMode="numeric" value={form.breakerSuccesses} onText={(breakerSuccesses) => onChange({ breakerSuccesses })} />
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField id="policy-delayed-reports" label="Reports of delayed mail until an address rests" inputMode="numeric" hint="Within 14 days; an answer of the lead ends the rest." value={form.delayedReports} onText={(delayedReports) => onChange({ delayedReports })} />
          <TextField id="policy-delayed-rest" label="Rest of the address, hours" inputMode="numeric" value={form.delayedRestHours} onText={(delayedRestHours) => onChange({ delayedRestHours })} />
        </div>
      </Part>
      <Part title="When">
        <ChannelChecks legend="Quiet hours and holidays, beside phone channels" chosen={form.quietChannels} onChange={(quietChannels) => onChange({ quietChannels })} />
        <AreaField id="policy-holidays" label="Holidays" hint="One day on a line, like 2026-12-25, at the recipient’s place." value={form.holidays} onText={(holidays) => onChange({ holidays })} />
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField id="policy-zone" label="Time zone of the team" list="policy-zones" value={form.teamZone} onText={(teamZone) => onChange({ teamZone })} />
          <TextField id="policy-stale" label="A decision is too old after, hours" inputMode="numeric" value={form.staleHours} onText={(staleHours) => onChange({ staleHours })} />
        </div>
        <TextField id="policy-grace" label="A scheduled message is asked about again when late by, minutes" inputMode="numeric" value={form.scheduleGraceMinutes} onText={(scheduleGraceMinutes) => onChange({ scheduleGraceMinutes })} />
        <datalist id="policy-zones">{zones.map((zone) => <option key={zone} value={zone} />)}</datalist>
      </Part>
      <Part title="The first message">
        <ChannelChecks legend="Consent on record before the first message" chosen={form.consentChannels} onChange={(consentChannels) => onChange({ consentChannels })} />
        <TextField id="policy-postal" label="Postal address that first mails must carry" maxLength={300} value={form.postalAddress} onText={(postalAddress) => onChange({ postalAddress })} />
        <Check checked={form.usesRegistry} onChange={(usesRegistry) => onChange({ usesRegistry })}>First messages to phones need a fresh copy of the national Do-Not-Call registry</Check>
        {form.usesRegistry && (
          <div className="grid gap-3 sm:grid-cols-2">
            <TextField id="policy-registry-age" label="Oldest copy, days" inputMode="numeric" hint="The law allows 31." value={form.registryMaxAgeDays} onText={(registryMaxAgeDays) => onChange({ registryMaxAgeDays })} />
            <TextField id="policy-registry-day" label="Copied on" type="date" value={form.registryCopiedOn} onText={(registryCopiedOn) => onChange({ registryCopiedOn })} />
          </div>
        )}
      </Part>
      <Part title="WhatsApp templates"><TemplateEditor templates={form.templates} onChange={(templates) => onChange({ templates })} /></Part>
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2.5 text-base font-semibold">{title}</legend>
      {children}
    </fieldset>
  );
}

function ChannelChecks({ legend, chosen, onChange }: { legend: string; chosen: readonly Channel[]; onChange: (channels: readonly Channel[]) => void }) {
  return (
    <fieldset>
      <legend className="text-sm font-medium text-ink-2">{legend}</legend>
      <div className="flex flex-wrap gap-x-5">
        {channels.map((channel) => <Check key={channel} checked={chosen.includes(channel)} onChange={(isChosen) => onChange(isChosen ? [...chosen, channel] : chosen.filter((each) => each !== channel))}>{channelNames[channel]}</Check>)}
      </div>
    </fieldset>
  );
}

const columns: readonly { readonly part: keyof LimitsForm; readonly label: string }[] = [{ part: 'perHour', label: 'In an hour' }, { part: 'perDay', label: 'In a day' }, { part: 'gap', label: 'Seconds between two' }];

function LimitFields({ form, onChange }: PartProps) {
  const set = (channel: Channel, limits: Partial<LimitsForm>) => onChange({ channels: { ...form.channels, [channel]: { ...form.channels[channel], ...limits } } });
  return (
    <div className="overflow-x-auto rounded-lg border">
      <Table>
        <thead><tr><Th className="static pl-4">Channel</Th>{columns.map(({ part, label }) => <Th key={part} className="static">{label}</Th>)}</tr></thead>
        <tbody>
          {channels.map((channel) => (
            <tr key={channel} className="last:[&>td]:border-b-0">
              <Td className="pl-4">{channelNames[channel]}</Td>
              {columns.map(({ part, label }) => (
                <Td key={part} className="pr-3"><Input aria-label={`${channelNames[channel]}: ${label.toLowerCase()}`} inputMode="numeric" value={form.channels[channel][part]} onChange={(event) => set(channel, { [part]: event.target.value })} className="w-24" /></Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
