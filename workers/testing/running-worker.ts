import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Actor } from '#lib/accounts/actor.ts';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { getApproval } from '#lib/approvals/get-approval.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { readConfig } from '#lib/config.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import type { AddressKind } from '#lib/leads/address.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import type { Call } from '#lib/world.ts';

/** For tests: a data folder with the real worker as a process of its own, and a person who uses the verbs beside it. */

const main = resolve(import.meta.dirname, '..', 'main.ts');
const person: Actor = { kind: 'person', id: 'usr_test', name: 'Ana', role: 'manager' };

export interface Bench {
  readonly dataDir: string;
  readonly world: Runtime;
  readonly call: () => Call;
  /** `env`: settings that differ from the bench's. */
  startWorker(env?: Readonly<Record<string, string>>): RunningWorker;
  approved(draft: { channel: Channel; to: readonly [AddressKind, string]; body: string }): Promise<ApprovalView>;
  now(id: string): Promise<ApprovalView>;
  outbox(channel: Channel): Record<string, unknown>[];
  close(): Promise<void>;
}

export interface RunningWorker {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

export async function openBench(env: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const dataDir = mkdtempSync(join(tmpdir(), 're-worker-'));
  const settings = { RE_DATA_DIR: dataDir, RE_UNDO_EMAIL_SECONDS: '0', RE_UNDO_CHAT_SECONDS: '0', ...env };
  const config = readConfig(settings);
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const world = await openRuntime(config.settings);
  const workers: RunningWorker[] = [];
  const call = (): Call => ({ world, actor: person, correlationId: world.ids.next('cor') });
  return {
    dataDir, world, call,
    startWorker(more = {}) {
      const worker = start({ ...process.env, ...settings, ...more, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' });
      workers.push(worker);
      return worker;
    },
    async approved({ channel, to: [kind, value], body }) {
      const known = await world.store.leads.byAddress(`${kind}:${value}`);
      const leadId = known?.id ?? (await addLead(call(), { name: `Lead ${value}`, addresses: [{ kind, value }] })).id;
      const draft = await submitDraft(call(), { leadId, channel, body, ...(channel === 'email' && { subject: 'About the house' }) });
      return approveDraft(call(), { id: draft.id, contentHash: draft.contentHash });
    },
    now: (id) => getApproval(call(), { id }),
    outbox: (channel) => filesIn(join(dataDir, 'sandbox', 'outbox', channel)),
    async close() {
      for (const { child, ended } of workers) {
        child.kill('SIGKILL');
        await ended;
      }
      await world.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

function start(env: NodeJS.ProcessEnv): RunningWorker {
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) => child.on('close', (code, signal) => done({ code, signal })));
  return { child, output: () => output, ended };
}

function filesIn(folder: string): Record<string, unknown>[] {
  try {
    return readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
