import type { Policy } from './policy.ts';

/** What a person calls each part of the policy: where it is read and changed, and in Activity. */
export const partNames: Readonly<Record<keyof Policy, string>> = {
  channels: 'Sending limits',
  gapVariance: 'Variance of the gap',
  ramp: 'Ramp for new senders',
  perLeadPerDay: 'Messages to one lead in 24 h',
  perHouseholdPerDay: 'Messages to one household in 24 h',
  staleAfterMs: 'A decision is too old after',
  scheduleGraceMs: 'A scheduled message is asked about again when late by',
  returnedShareMax: 'A channel pauses when more than this came back',
  delayedMail: 'An address rests while mail to it comes back',
  retryPausesMs: 'A refused message is tried again after',
  breaker: 'A channel in trouble rests',
  teamZone: 'Time zone of the team',
  quietChannels: 'Quiet hours beside phone channels',
  holidays: 'Holidays',
  consentChannels: 'Consent before the first message',
  postalAddress: 'Postal address in first mails',
  registryMaxAgeDays: 'Oldest copy of the Do-Not-Call registry',
  registryCopiedOn: 'Registry copied on',
  templates: 'WhatsApp templates',
};
