import { setTimeout as wait } from 'node:timers/promises';
import { bodyOrNull } from '../console-clients.ts';
import { answerOrNull } from '../console-processes.ts';
import type { Random } from '../random.ts';
import type { Tally } from '../tally.ts';
import type { Stop } from './judge-send.ts';

/** Where a person finds the console, and as whom. */
export interface Desk {
  readonly url: string;
  readonly cookie: string;
  readonly tally: Tally;
}

/** Somebody who writes, approves, changes their mind and hears stop, over HTTP, while the processes that answer are killed. */
export class Person {
  readonly stops: Stop[] = [];
  readonly acknowledged: string[] = [];
  private readonly name: string;
  private readonly desk: Desk;
  private readonly random: Random;
  private readonly signal: AbortSignal;
  private requests = 0;
  private leads = 0;

  constructor(name: string, desk: Desk, random: Random, signal: AbortSignal) {
    this.name = name;
    this.desk = desk;
    this.random = random;
    this.signal = signal;
  }

  async work(): Promise<void> {
    while (!this.signal.aborted) await this.oneLead();
  }

  async oneLead(): Promise<void> {
    const recipient = `${this.name}.${(this.leads += 1)}@example.org`;
    const lead = await this.ask('POST', '/api/leads', { name: `Lead ${recipient}`, addresses: [{ kind: 'email', value: recipient }] });
    const draft = lead && (await this.ask('POST', '/api/approvals', { leadId: lead['id'], channel: 'email', subject: 'A house', body: `For ${recipient}.` }));
    if (!draft) return;
    const id = String(draft['id']);
    this.desk.tally.add('tried');
    if (await this.ask('POST', `/api/approvals/${id}/approve`, { contentHash: draft['contentHash'] })) {
      this.desk.tally.add('acknowledged');
      this.acknowledged.push(id);
    }
    await wait(this.random.between(0, 120));
    if (this.random.chance(0.25)) await this.ask('PATCH', `/api/approvals/${id}`, { contentHash: draft['contentHash'], body: `Other words for ${recipient}.` });
    if (this.random.chance(0.4) && (await this.ask('POST', '/api/dnc', { kind: 'email', value: recipient, reason: 'asked, in writing' }))) this.stops.push({ recipient, at: Date.now() });
  }

  /** Asked again under the same key until somebody answers; null when it was refused. */
  private async ask(method: string, path: string, body: object): Promise<Record<string, unknown> | null> {
    const name = `cmd-${this.name}-${(this.requests += 1)}`;
    const { url, cookie } = this.desk;
    const headers = { cookie, 'content-type': 'application/json', 'x-request-id': name, 'idempotency-key': name, 'origin': url };
    while (!this.signal.aborted) {
      const answer = await answerOrNull(`${url}${path}`, { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
      if (answer !== null && answer.status < 500) return answer.ok ? bodyOrNull(answer) : null;
      await wait(20);
    }
    return null;
  }
}
