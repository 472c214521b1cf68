import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { openAdapters } from '#lib/channels/adapters.ts';
import { readConfig } from '#lib/config.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { deliver } from '#lib/dispatch/deliver.ts';
import { lastLookAt } from '#lib/dispatch/last-look.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { figure, middle, perSecond, type Figure } from './figure.ts';
import { openSmtpSink } from './smtp-sink.ts';

/**
 * Sending one message after another through the router (policy, durable claim, SMTP, durable outcome) against a bare pooled nodemailer
 * loop to the same local sink, in turns. Both keep their connection.
 */

const perTurn = 300;
const turns = 5;
const person: Actor = { kind: 'person', id: 'usr_bench', name: 'bench', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'bench' };
const text = 'Thank you for asking about the house on Juniper Street. '.repeat(6);

export async function run(): Promise<Figure[]> {
  const dataDir = mkdtempSync(join(process.env['RE_BENCH_DIR'] ?? tmpdir(), 're-bench-'));
  const sink = await openSmtpSink();
  const smtpUrl = `smtp://127.0.0.1:${sink.port}`;
  const world = await openWorld(dataDir, smtpUrl);
  const pool = nodemailer.createTransport({ host: '127.0.0.1', port: sink.port, pool: true, maxConnections: 1, maxMessages: Infinity, ignoreTLS: true });
  try {
    await approve(world, perTurn * turns);
    const ours: number[] = [];
    const peers: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      ours.push(await perSecond(perTurn, () => throughRouter(world, perTurn)));
      peers.push(await perSecond(perTurn, async () => {
        for (let i = 0; i < perTurn; i++) await pool.sendMail({ from: 'us@example.com', to: `lead${i}@example.org`, subject: 'Your visit', text });
      }));
    }
    const taken = await sink.taken();
    if (taken !== 2 * perTurn * turns) throw new Error(`the sink took ${taken} of ${2 * perTurn * turns} messages`);
    return [figure('sends through the router against bare nodemailer', middle(ours), middle(peers), 'per s', '>= 0.8', (r) => r >= 0.8)];
  } finally {
    pool.close();
    await world.close();
    sink.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function openWorld(dataDir: string, smtpUrl: string): Promise<Runtime> {
  const config = readConfig({ RE_DATA_DIR: dataDir, RE_SANDBOX: 'off', RE_EMAIL_SMTP_URL: smtpUrl, RE_EMAIL_FROM: 'us@example.com', RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100000/1000000/0' });
  if (!config.ok) throw new Error(config.problems.map(({ setting, problem }) => `${setting} ${problem}`).join('; '));
  return openRuntime(config.settings);
}

async function approve(world: Runtime, count: number): Promise<void> {
  const call = () => ({ world, actor: person, correlationId: world.ids.next('cor') });
  for (let i = 0; i < count; i++) {
    const lead = await addLead(call(), { name: `Lead ${i}`, addresses: [{ kind: 'email', value: `lead${i}@example.org` }] });
    const draft = await submitDraft(call(), { leadId: lead.id, channel: 'email', subject: 'Your visit', body: text });
    await approveDraft(call(), { id: draft.id, contentHash: draft.contentHash });
  }
}

async function throughRouter(world: Runtime, count: number): Promise<void> {
  const adapter = openAdapters(world).get('email');
  if (!adapter) throw new Error('there is no e-mail channel');
  const call = () => ({ world, actor: worker, correlationId: world.ids.next('cor') });
  const running = new AbortController().signal;
  for (let i = 0; i < count; i++) {
    const { dispatch } = await claimNext(call(), { channels: ['email'], worker: 'bench/1/0' });
    if (!dispatch) throw new Error('nothing was claimed');
    const outcome = await deliver(adapter, dispatch, running, lastLookAt(world, dispatch));
    if (outcome.kind !== 'accepted') throw new Error(outcome.evidence);
    await recordOutcome(call(), dispatch, outcome);
  }
  await adapter.close();
}

if (import.meta.main) for (const line of await run()) console.log(JSON.stringify(line));
