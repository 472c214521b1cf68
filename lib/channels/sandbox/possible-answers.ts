import type { Outcome } from '#lib/approvals/approval.ts';
import type { Channel } from '../channel.ts';
import type { MailServer } from '../email/mail-server.ts';
import { outcomeOfFailure } from '../email/smtp-outcome.ts';
import { linkedinOutcomes } from '../linkedin/outcomes.ts';
import { messengerOutcomes } from '../messenger/outcomes.ts';
import { outcomeOf, type OutcomeTable } from '../outcome-table.ts';
import { telegramOutcomes } from '../telegram/outcomes.ts';
import { whatsappOutcomes } from '../whatsapp/outcomes.ts';

/** What a channel of the sandbox can be told to answer, read by the same table as the platform's own answer. Pure. */

export const outcomeTables: Readonly<Record<Exclude<Channel, 'email'>, OutcomeTable>> = { whatsapp: whatsappOutcomes, telegram: telegramOutcomes, linkedin: linkedinOutcomes, messenger: messengerOutcomes };

/** Every channel may fall silent after it was handed the message. */
const silence = { name: 'no_answer', says: 'No answer comes after the message was handed over' };

/** A mail server's answers and the command they are given to, as RFC 5321 and RFC 3463 have them. */
const mailAnswers = [
  { name: '421', command: 'MAIL FROM', says: '4.3.2 The service is closing' },
  { name: '450', command: 'RCPT TO', says: '4.2.0 The mailbox is not available for now' },
  { name: '451', command: 'DATA', says: '4.7.1 Try again later' },
  { name: '452', command: 'RCPT TO', says: '4.2.2 The mailbox is full' },
  { name: '535', command: 'AUTH', says: '5.7.8 User or password is not right' },
  { name: '550', command: 'RCPT TO', says: '5.1.1 Nobody of that name is here' },
  { name: '552', command: 'DATA', says: '5.3.4 The message is too large' },
  { name: '554', command: 'DATA', says: '5.7.1 Refused as spam' },
] as const;

const server: MailServer = { setting: 'RE_EMAIL_SMTP_URL', host: 'The sandbox', port: 0, tls: 'none', auth: null };

export interface PossibleAnswer {
  readonly name: string;
  readonly says: string;
}

export function possibleAnswers(channel: Channel): readonly PossibleAnswer[] {
  const own = channel === 'email' ? mailAnswers : outcomeTables[channel].rows;
  return [...own.map(({ name, says }) => ({ name, says })), silence];
}

/** What comes of an answer; null when this channel has none of that name. `retryAfterMs`: the wait it asks for; mail servers name none. */
export function outcomeOfAnswer(channel: Channel, name: string, retryAfterMs: number | null): Outcome | null {
  const answer = possibleAnswers(channel).find((each) => each.name === name);
  if (!answer) return null;
  if (name === silence.name) return { kind: 'unknown', evidence: `The sandbox was told to fall silent: ${silence.says.toLowerCase()}.` };
  if (channel !== 'email') return outcomeOf(outcomeTables[channel], { name, status: 400, text: answer.says, retryAfterMs });
  return ofMail(name, answer.says);
}

function ofMail(name: string, says: string): Outcome {
  const command = mailAnswers.find((each) => each.name === name)?.command ?? 'DATA';
  const isAfterPayload = command === 'DATA';
  const failure = { code: command === 'AUTH' ? 'EAUTH' : isAfterPayload ? 'EMESSAGE' : 'EENVELOPE', command, response: `${name} ${says}` };
  return outcomeOfFailure(failure, { handedOver: isAfterPayload, whole: isAfterPayload, stopped: null }, server);
}
