import type { Channel } from './channel.ts';
import { linkedinOutcomes } from './linkedin/outcomes.ts';
import { messengerOutcomes } from './messenger/outcomes.ts';
import type { OutcomeTable } from './outcome-table.ts';
import { telegramOutcomes } from './telegram/outcomes.ts';
import { whatsappOutcomes } from './whatsapp/outcomes.ts';

/** Of every channel that answers in codes of its own; what a mail server answers depends on when it does, and is read by `email/smtp-outcome.ts`. Pure. */
export const outcomeTables: Readonly<Record<Exclude<Channel, 'email'>, OutcomeTable>> = { whatsapp: whatsappOutcomes, telegram: telegramOutcomes, linkedin: linkedinOutcomes, messenger: messengerOutcomes };
