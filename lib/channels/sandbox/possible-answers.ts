import type { Outcome } from '#lib/approvals/approval.ts';
import { never } from '#lib/errors.ts';
import { isChannelTrouble, opensAtOnce } from '../breaker.ts';
import type { Channel } from '../channel.ts';
import type { MailServer } from '../email/mail-server.ts';
import { outcomeOfFailure } from '../email/smtp-outcome.ts';
import { outcomeOf } from '../outcome-table.ts';
import { outcomeTables } from '../outcome-tables.ts';

/** What a channel of the sandbox can be told to answer, read as the platform's own answer would be. Pure. */

export interface PossibleAnswer {
  /** As the platform names it. */
  readonly name: string;
  readonly says: string;
}

/** Every channel may be out of reach, or fall silent after it was handed the message. */
const unreachable = { name: 'unreachable', says: 'It cannot be reached' };
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

export function possibleAnswers(channel: Channel): readonly PossibleAnswer[] {
  const own = channel === 'email' ? mailAnswers : outcomeTables[channel].rows;
  return [...own.map(({ name, says }) => ({ name, says })), unreachable, silence];
}

/** What comes of an answer; null when this channel has none of that name. `retryAfterMs`: the wait it asks for; mail servers name none. */
export function outcomeInSandbox(channel: Channel, name: string, retryAfterMs: number | null): Outcome | null {
  const answer = possibleAnswers(channel).find((each) => each.name === name);
  if (!answer) return null;
  if (channel === 'email') return ofMail(answer);
  const table = outcomeTables[channel];
  if (answer === unreachable || answer === silence) return outcomeOf(table, { kind: 'silent', handedOver: answer === silence, why: toldSo });
  return outcomeOf(table, { kind: 'answered', name, status: null, text: answer.says, retryAfterMs });
}

const toldSo = 'the sandbox was told so';

function ofMail({ name, says }: PossibleAnswer): Outcome {
  const told = mailAnswers.find((each) => each.name === name);
  const isHandedOver = told ? told.command === 'DATA' : name === silence.name;
  const phase = { handedOver: isHandedOver, whole: isHandedOver, stopped: null };
  if (!told) return outcomeOfFailure(new Error(toldSo), phase, server);
  const code = told.command === 'AUTH' ? 'EAUTH' : isHandedOver ? 'EMESSAGE' : 'EENVELOPE';
  return outcomeOfFailure({ code, command: told.command, response: `${name} ${says}` }, phase, server);
}

/**
 * What comes of an answer: `again`: this message is tried again. `rests`: the whole channel waits at once; `rests_if_repeated`: when it happens again and again. `dead_letter`; `address_listed`: that,
 * and the address is on the Do-Not-Contact list of the channel; `person_listed`: the person is, for all channels. `uncertain`: a person says.
 */
export const effects = ['again', 'rests', 'rests_if_repeated', 'dead_letter', 'address_listed', 'person_listed', 'uncertain'] as const;
export type Effect = (typeof effects)[number];

export function effectOf(outcome: Outcome): Effect {
  switch (outcome.kind) {
    case 'accepted':
      throw new Error('the sandbox cannot be told to take a message: it does so by itself');
    case 'unknown':
      return 'uncertain';
    case 'refused':
      if (isChannelTrouble(outcome.code)) return opensAtOnce({ code: outcome.code, why: outcome.evidence }) ? 'rests' : 'rests_if_repeated';
      if (outcome.transient) return 'again';
      if (outcome.unwanted) return 'person_listed';
      return outcome.nobodyThere ? 'address_listed' : 'dead_letter';
    default:
      return never(outcome);
  }
}

/** Whether the channel can name a wait with this answer. */
export function mayNameWait(channel: Channel, name: string): boolean {
  const outcome = outcomeInSandbox(channel, name, 1000);
  return outcome?.kind === 'refused' && outcome.retryAfterMs !== undefined;
}
