import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { editDraft } from '#lib/approvals/edit-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { readConfig } from '#lib/config.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { unsubscribe } from '#lib/dnc/unsubscribe.ts';
import { unsubscribeToken } from '#lib/dnc/unsubscribe-link.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import type { InboundMessage } from '#lib/channels/port.ts';
import type { Call } from '#lib/world.ts';
import type { Stop } from './judge-send.ts';

/** People who approve and leads who say stop, in this process, on the folder that a worker sends from. */

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };
const ingest: Actor = { kind: 'worker', id: 'ingest', name: 'Worker (ingest)' };

/** How somebody says stop: a person writes it down, they write it themselves, or they click the link in a mail. */
export const waysToStop = ['entry', 'mail', 'link'] as const;
export type WayToStop = (typeof waysToStop)[number];

export class Office {
  readonly stops: Stop[] = [];
  /** Approvals that were acknowledged. */
  readonly acknowledged: string[] = [];
  private readonly world: Runtime;
  private made = 0;

  private constructor(world: Runtime) {
    this.world = world;
  }

  static async open(env: Readonly<Record<string, string>>): Promise<Office> {
    const config = readConfig(env);
    if (!config.ok) throw new Error(JSON.stringify(config.problems));
    const office = new Office(await openRuntime(config.settings));
    await office.letReturnsPass();
    return office;
  }

  /** The mail server refuses for good on purpose, more than a tenth of all: that must not rest the channel. */
  private async letReturnsPass(): Promise<void> {
    const policy = await this.world.store.policy.get();
    if (policy?.changes.returnedShareMax === undefined) await changePolicy(this.call(), { version: policy?.version ?? 0, changes: { returnedShareMax: 1 }, reason: 'A server that refuses on purpose.' });
  }

  /** Acknowledged when this resolves: somebody new is to be written to. */
  async approve(): Promise<{ id: string; recipient: string }> {
    const recipient = `lead${(this.made += 1)}@example.org`;
    const lead = await addLead(this.call(), { name: `Lead ${this.made}`, addresses: [{ kind: 'email', value: recipient }] });
    const body = `About the house, number ${this.made}.\n\n.A line that begins with a dot.\nGrüße`;
    const { id, contentHash } = await submitDraft(this.call(), { leadId: lead.id, channel: 'email', subject: `House ${this.made}`, body });
    await approveDraft(this.call(), { id, contentHash });
    this.acknowledged.push(id);
    return { id, recipient };
  }

  /** Other words after the approval; in half of the cases a person approves them too. */
  async edit(id: string, again: boolean): Promise<void> {
    const approval = await this.world.store.approvals.get(id);
    if (approval?.status !== 'approved') return;
    const edited = await editDraft(this.call(), { id, contentHash: approval.contentHash, body: `${approval.body}\nEdited.` });
    if (again) await approveDraft(this.call(), { id, contentHash: edited.contentHash });
  }

  /** The recipient says stop; from when this resolves it counts. */
  async stop({ id, recipient }: { readonly id: string; readonly recipient: string }, way: WayToStop): Promise<void> {
    if (way === 'entry') await addDncEntry(this.call(), { kind: 'email', value: recipient, reason: 'asked, in writing' });
    if (way === 'mail') await recordInbound({ ...this.call(), actor: ingest }, { inbound: [{ kind: 'message', message: stopFrom(recipient, id) }] });
    if (way === 'link') await unsubscribe(this.call(), unsubscribeToken(id, this.world.seal));
    this.stops.push({ recipient, at: Date.now() });
  }

  /** Whether nothing more is to be expected of it for now: it ended, or it waits for a later instant. */
  async isAtRest(id: string): Promise<boolean> {
    const approval = await this.world.store.approvals.get(id);
    if (!approval || approval.status === 'sending') return false;
    return approval.status !== 'approved' || approval.notBefore > Date.now();
  }

  async statusOf(id: string): Promise<string | null> {
    return (await this.world.store.approvals.get(id))?.status ?? null;
  }

  close(): Promise<void> {
    return this.world.close();
  }

  private call(): Call {
    return { world: this.world, actor: ana, correlationId: this.world.ids.next('cor') };
  }
}

function stopFrom(recipient: string, id: string): InboundMessage {
  return {
    channel: 'email', direction: 'in', externalId: `stop-${id}@example.org`, address: { kind: 'email', value: recipient }, displayName: '', subject: 'Re: House', text: 'STOP', truncated: false,
    inReplyTo: null, references: [], threadKey: null, attachments: [], sentAt: Date.now(), nature: { kind: 'ordinary' }, raw: null,
  };
}
