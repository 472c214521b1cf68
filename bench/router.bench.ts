import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { openAdapters } from '#lib/channels/adapters.ts';
import { postfixMissing, startPostfix } from '#lib/channels/email/testing/postfix.ts';
import { readConfig } from '#lib/config.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { threadLine } from '../workers/sending/thread-line.ts';
import { sentCopies } from '../workers/sent-copies.ts';
import { routeStep } from '../workers/steps/route.ts';
import { figure, middle, perSecond, type Figure } from './figure.ts';
import { openSmtpSink } from './smtp-sink.ts';

/**
 * Sending one message after another through the router (policy, durable claim, SMTP, durable outcome) against a bare pooled nodemailer
 * loop to the same server on this machine, in turns. Both keep their connection. The sink answers from memory, so that all there is to
 * measure is the sender; postfix does what a mail server does before it answers.
 * One message at a time is under way to the server on both sides.
 */

const turns = 5;
/** Both sides run for weeks; what they do before their code is compiled is not measured. */
const warmUpTurns = 3;
const person: Actor = { kind: 'person', id: 'usr_bench', name: 'bench', role: 'manager' };
const text = 'Thank you for asking about the house on Juniper Street. '.repeat(6);

interface Server {
  readonly name: string;
  readonly port: number;
  readonly mailsPerTurn: number;
  /** Resolves when it has nothing left to do; throws when it does not have all of them. */
  rest(mails: number): Promise<void>;
  end(): Promise<void>;
}

export async function run(): Promise<Figure[]> {
  const figures = [await against(await sink())];
  if (postfixMissing === null) figures.push(await against(await postfix()));
  else process.stderr.write(`against postfix: ${postfixMissing}\n`);
  return figures;
}

async function against(server: Server): Promise<Figure> {
  const dataDir = mkdtempSync(join(process.env['RE_BENCH_DIR'] ?? tmpdir(), 're-bench-'));
  const world = await openWorld(dataDir, `smtp://127.0.0.1:${server.port}`);
  const pool = nodemailer.createTransport({ host: '127.0.0.1', port: server.port, pool: true, maxConnections: 1, maxMessages: Infinity, ignoreTLS: true });
  const mails = server.mailsPerTurn;
  const router = openRouter(world, mails);
  try {
    await approve(world, mails * (warmUpTurns + turns));
    const ours: number[] = [];
    const peers: number[] = [];
    for (let turn = 0; turn < warmUpTurns + turns; turn++) {
      ours.push(await perSecond(mails, () => router.send(mails)));
      await server.rest(2 * mails * turn + mails);
      peers.push(await perSecond(mails, async () => {
        for (let i = 0; i < mails; i++) await pool.sendMail({ from: 'us@example.com', to: `lead${i}@example.org`, subject: 'Your visit', text });
      }));
      await server.rest(2 * mails * (turn + 1));
    }
    return figure(`sends through the router against bare nodemailer, to ${server.name}`, middle(ours.slice(warmUpTurns)), middle(peers.slice(warmUpTurns)), 'per s', '>= 0.8', (r) => r >= 0.8);
  } finally {
    pool.close();
    await router.close();
    await world.close();
    await server.end();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function sink(): Promise<Server> {
  const { port, taken, close } = await openSmtpSink();
  const rest = async (mails: number) => {
    const count = await taken();
    if (count !== mails) throw new Error(`the sink took ${count} of ${mails} messages`);
  };
  return { name: 'a sink in memory', port, mailsPerTurn: 300, rest, end: async () => close() };
}

async function postfix(): Promise<Server> {
  const server = await startPostfix();
  const rest = async (mails: number) => {
    const end = performance.now() + 60_000;
    while ((await server.waiting()) > 0 && performance.now() < end) await wait(50);
    const { length: count } = await server.delivered();
    if (count !== mails) throw new Error(`postfix delivered ${count} of ${mails} messages`);
  };
  return { name: 'postfix', port: server.port, mailsPerTurn: 120, rest, end: () => server.remove() };
}

async function openWorld(dataDir: string, smtpUrl: string): Promise<Runtime> {
  const config = readConfig({ RE_DATA_DIR: dataDir, RE_SANDBOX: 'off', RE_EMAIL_SMTP_URL: smtpUrl, RE_EMAIL_FROM: 'us@example.com', RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100000/1000000/0' });
  if (!config.ok) throw new Error(config.problems.map(({ setting, problem }) => `${setting} ${problem}`).join('; '));
  return openRuntime(config.settings, { syncsApart: true });
}

async function approve(world: Runtime, count: number): Promise<void> {
  const call = () => ({ world, actor: person, correlationId: world.ids.next('cor') });
  for (let i = 0; i < count; i++) {
    const lead = await addLead(call(), { name: `Lead ${i}`, addresses: [{ kind: 'email', value: `lead${i}@example.org` }] });
    const draft = await submitDraft(call(), { leadId: lead.id, channel: 'email', subject: 'Your visit', body: text });
    await approveDraft(call(), { id: draft.id, contentHash: draft.contentHash });
  }
}

/** The worker's own step and thread. Answers how to run it until so many were accepted, and how to end it. */
function openRouter(world: Runtime, messagesMax: number): { send(count: number): Promise<void>; close(): Promise<void> } {
  const adapter = openAdapters(world).get('email');
  if (!adapter) throw new Error('there is no e-mail channel');
  const line = threadLine({ channel: 'email', settings: world.settings, worker: 'bench/1/0' });
  const log = { info: () => undefined, warn: () => undefined, error: (facts: object) => process.stderr.write(`${JSON.stringify(facts)}\n`) };
  const step = routeStep({ world, adapter, line, worker: 'bench/1/0', log, copies: sentCopies(log), onSending: () => undefined, messagesMax });
  const running = new AbortController().signal;
  return {
    async send(count) {
      for (let accepted = 0; accepted < count; ) {
        const { counts } = await step.run(running);
        if (!counts['accepted']) throw new Error(`nothing was sent: ${JSON.stringify(counts)}`);
        accepted += counts['accepted'];
      }
    },
    async close() {
      await line.close();
      await adapter.close();
    },
  };
}

if (import.meta.main) for (const line of await run()) console.log(JSON.stringify(line));
