import { setTimeout as wait } from 'node:timers/promises';
import { answerOrNull, type User } from './console-processes.ts';
import type { Random } from './random.ts';

/**
 * People and programs who use the console over HTTP while it is killed. A command that got no answer is sent again under the same
 * name and idempotency key until it gets one: it must be done once.
 */

export interface Sent {
  /** The request id: the journal has it as `correlation_id`. */
  readonly name: string;
  readonly status: number | null;
  readonly times: number;
}

export interface Access {
  readonly url: string;
  /** Headers of a program and of a person. */
  readonly token: Readonly<Record<string, string>>;
  readonly person: Readonly<Record<string, string>>;
}

export class Client {
  readonly sent: Sent[] = [];
  /** Messages that a lead "wrote", acknowledged. */
  readonly played: string[] = [];
  private readonly name: string;
  private readonly access: Access;
  private readonly random: Random;
  private readonly signal: AbortSignal;

  constructor(name: string, access: Access, random: Random, signal: AbortSignal) {
    this.name = name;
    this.access = access;
    this.random = random;
    this.signal = signal;
  }

  /** Lead after lead, from the first draft to a decision or to "do not contact". */
  async work(): Promise<void> {
    for (let i = 0; !this.signal.aborted; i++) await this.oneLead(`${this.name}.${i}@example.com`);
  }

  private async oneLead(email: string): Promise<void> {
    const lead = await this.send('lead', 'token', 'POST', '/api/leads', { name: `Lead ${email}`, addresses: [{ kind: 'email', value: email }] });
    if (!lead) return;
    const drafts = [];
    for (let i = this.random.between(1, 2); i > 0; i--)
      drafts.push(await this.send('draft', 'token', 'POST', '/api/approvals', { leadId: lead['id'], channel: 'email', subject: 'A house', body: `About the house, ${i}` }));
    if (this.random.chance(0.3)) await this.play(String(lead['id']));
    for (const draft of drafts) if (draft) await this.decide(draft);
    if (this.random.chance(0.4)) await this.send('dnc', 'token', 'POST', '/api/dnc', { kind: 'email', value: email, reason: 'asked, in writing' });
  }

  private async decide({ id, contentHash }: Record<string, unknown>): Promise<void> {
    const act = this.random.pick(['approve', 'approve', 'reject', 'leave'] as const);
    if (act === 'approve') await this.send('approve', 'person', 'POST', `/api/approvals/${String(id)}/approve`, { contentHash });
    if (act === 'reject') await this.send('reject', 'person', 'POST', `/api/approvals/${String(id)}/reject`, { contentHash, reason: 'Not now' });
  }

  /** Goes by a file and not by the journal; what was acknowledged is there all the same when the worker has looked. */
  private async play(leadId: string): Promise<void> {
    const played = await this.send('play', 'person', 'POST', '/api/sandbox/messages', { leadId, channel: 'email', subject: 'Re: A house', text: 'Is it still to be had?' });
    if (played) this.played.push(String(played['externalId']));
  }

  /** Null when it was refused, or when nothing was heard until the end. */
  private async send(kind: string, as: 'token' | 'person', method: string, path: string, body: object): Promise<Record<string, unknown> | null> {
    if (this.signal.aborted) return null;
    const name = `cmd-${this.name}-${this.sent.length}-${kind}`;
    const headers = { ...this.access[as], 'content-type': 'application/json', 'x-request-id': name, 'idempotency-key': name, origin: this.access.url };
    let times = 0;
    let answer: Response | null = null;
    while (!this.signal.aborted && (answer === null || answer.status >= 500)) {
      times += 1;
      answer = await answerOrNull(`${this.access.url}${path}`, { method, headers, body: JSON.stringify(body), signal: AbortSignal.any([this.signal, AbortSignal.timeout(20_000)]) });
      if (answer === null || answer.status >= 500) await wait(20);
    }
    this.sent.push({ name, status: answer?.status ?? null, times });
    return answer?.ok ? bodyOrNull(answer) : null;
  }
}

/** Null when the connection broke after the status had come: done, and nobody can say under which id. */
export async function bodyOrNull(answer: Response): Promise<Record<string, unknown> | null> {
  try {
    return (await answer.json()) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError || (error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name))) return null;
    throw error;
  }
}

/** Signs in as a browser does: next-auth's token first, then the form. */
export async function cookieOf(url: string, { email, password }: User): Promise<string> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesIn(csrf) },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true', callbackUrl: `${url}/inbox` }),
  });
  return cookiesIn(answer).split('; ').filter((pair) => pair.includes('session-token')).join('; ');
}

function cookiesIn(answer: Response): string {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}
