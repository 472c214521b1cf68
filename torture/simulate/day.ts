import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { editDraft } from '#lib/approvals/edit-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { undoDecision } from '#lib/approvals/undo-decision.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch, Inbound } from '#lib/channels/port.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { resumeChannel } from '#lib/channels/resume-channel.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { claimNext, leaseMs } from '#lib/dispatch/claim-next.ts';
import { deliver } from '#lib/dispatch/deliver.ts';
import { lastLookAt } from '#lib/dispatch/last-look.ts';
import { watchLeases, type LeaseWatch } from '#lib/dispatch/lease-watch.ts';
import { proveUncertain } from '#lib/dispatch/prove-uncertain.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { recoverAttempts } from '#lib/dispatch/recover-attempts.ts';
import { Refused } from '#lib/errors.ts';
import type { LeadFields } from '#lib/leads/lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { getPolicy } from '#lib/policy/get-policy.ts';
import { on } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';
import type { Random } from '../random.ts';
import type { Allowed } from './judge-day.ts';
import type { SimClock } from './sim-clock.ts';
import { WorkerDied, type SimNetwork } from './sim-network.ts';
import type { SimWorld } from './sim-world.ts';

/** 24 hours of a team, its leads, a worker that dies, a clock that jumps and channels that fail, as one seed has it. */

const dayMs = 86_400_000;
const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
export const sim: readonly Channel[] = ['email', 'whatsapp'];

/** Area codes and the zones they lie in; none in a state with stricter hours. */
const places = [['303', 'America/Denver'], ['212', 'America/New_York'], ['312', 'America/Chicago'], ['415', 'America/Los_Angeles']] as const;

interface Person {
  readonly id: string;
  readonly email: string;
  readonly phone: string;
}

interface Planned {
  readonly atMs: number;
  readonly run: () => Promise<void>;
}

export interface DayCounts {
  sends: number;
  restarts: number;
  jumps: number;
  commands: number;
}

export class Day {
  readonly counts: DayCounts = { sends: 0, restarts: 0, jumps: 0, commands: 0 };
  private readonly sim: SimWorld;
  private readonly clock: SimClock;
  private readonly network: SimNetwork;
  private readonly random: Random;
  private readonly people: Person[] = [];
  private readonly planned: Planned[] = [];
  private readonly drafts: string[] = [];
  private readonly adapters: ReadonlyMap<Channel, ChannelAdapter>;
  /** Of the process that lives. */
  private leases: LeaseWatch;
  private life = 0;
  private written = 0;

  constructor(world: SimWorld, clock: SimClock, network: SimNetwork, random: Random) {
    this.sim = world;
    this.clock = clock;
    this.network = network;
    this.random = random;
    this.leases = this.watched();
    const { settings } = world.world;
    this.adapters = new Map(sim.map((channel) => [channel, network.adapter(channel, channel === 'email' ? 'ana@example.com' : `sandbox@${channel}`)] as const));
    if (settings.sandbox) throw new Error('the simulation has channels of its own');
    network.whileOnItsWay = (dispatch) => this.whileOnItsWay(dispatch);
  }

  async run(drafts: number): Promise<void> {
    await this.settle(() => this.moveIn(Math.ceil(drafts / 2)));
    this.plan(drafts);
    while (this.clock.monotonicMs() < dayMs) {
      const next = this.planned[0];
      if (next && next.atMs <= this.clock.monotonicMs()) {
        this.planned.shift();
        this.counts.commands += 1;
        await this.settle(next.run);
        continue;
      }
      const wakeMs = await this.work();
      const untilMs = Math.min(dayMs, next?.atMs ?? dayMs, this.clock.monotonicMs() + wakeMs);
      this.clock.pass(Math.max(1, untilMs - this.clock.monotonicMs()));
    }
    await this.settle(() => this.recover());
  }

  /** Whatever ends the process, the next one goes on; what somebody asked and got no answer to is not asked again. */
  private async settle(step: () => Promise<unknown>): Promise<boolean> {
    try {
      await step();
      return true;
    } catch (error) {
      if (error instanceof Refused) return true;
      if (!(error instanceof WorkerDied) && !this.sim.powerIsOut) throw error;
      for (let up = false; !up; ) {
        this.counts.restarts += 1;
        this.life += 1;
        this.leases = this.watched();
        await this.sim.restart();
        this.clock.pass(this.random.between(500, 60_000));
        up = await this.recover().then(() => true, (again: unknown) => {
          if (!this.sim.powerIsOut) throw again;
          return false;
        });
      }
      return false;
    }
  }

  private call(actor: Actor): Call {
    return { world: this.sim.world, actor, correlationId: `cor_${this.counts.commands}` };
  }

  private watched(): LeaseWatch {
    return watchLeases(() => this.clock.monotonicMs(), leaseMs);
  }

  private get name(): string {
    return `sim/${this.life}/0`;
  }

  private async recover(): Promise<void> {
    const query = { adapters: this.adapters, signal: new AbortController().signal };
    await recoverAttempts(this.call(worker), { ...query, leases: this.leases, isGone: (other) => other !== this.name });
    await proveUncertain(this.call(worker), query);
  }

  /** Sends what may go now on every channel; answers how long nothing is to be done (ms). */
  private async work(): Promise<number> {
    let waitMs = dayMs;
    for (const [channel, adapter] of this.adapters) {
      let more = true;
      while (more && this.clock.monotonicMs() < dayMs) {
        const went = await this.settle(async () => {
          const { dispatch, stopped, nextTurnAt } = await claimNext(this.call(worker), { channels: [channel], worker: this.name });
          more = dispatch !== null || stopped > 0;
          if (dispatch) return this.send(adapter, dispatch);
          const now = this.sim.world.clock.now();
          const at = more ? null : (nextTurnAt ?? (await this.sim.world.store.approvals.nextDueAt({ now, channels: [channel] })));
          if (at !== null) waitMs = Math.min(waitMs, Math.max(1, at - now));
        });
        more ||= !went;
      }
    }
    return waitMs;
  }

  private async send(adapter: ChannelAdapter, dispatch: Dispatch): Promise<void> {
    let died: WorkerDied | null = null;
    const { signal } = new AbortController();
    const outcome = await deliver({ ...adapter, send: (each, options) => adapter.send(each, options).catch((error: unknown) => {
      if (error instanceof WorkerDied) died = error;
      throw error;
    }) }, dispatch, signal, lastLookAt(this.sim.world, dispatch));
    if (died !== null) throw died;
    if (this.sim.powerIsOut) throw new WorkerDied();
    await recordOutcome(this.call(worker), dispatch, outcome);
    if (outcome.kind === 'accepted') this.counts.sends += 1;
  }

  private async whileOnItsWay({ content }: Dispatch): Promise<void> {
    if (content.channel === 'email' && this.random.chance(0.01)) await this.sayStop(content.recipient);
  }

  private async sayStop(email: string): Promise<void> {
    await addDncEntry(this.call(mel), { kind: 'email', value: email, reason: 'asked, in writing' });
  }

  /** Everybody is there before the day begins; a third lives with somebody else. */
  private async moveIn(count: number): Promise<void> {
    const events = Array.from({ length: count }, (_, i) => {
      const [code, timeZone] = this.random.pick(places);
      const person = { id: `lea_${String(i).padStart(4, '0')}`, email: `lead${i}@example.org`, phone: `+1${code}555${String(1000 + i).slice(-4)}` };
      this.people.push(person);
      const fields: LeadFields = {
        name: `Lead ${i}`, addresses: [{ kind: 'email', value: person.email }, { kind: 'phone', value: person.phone }], stage: 'contacted', timeZone, region: null, postalCode: null, ownerId: null, tags: [],
        language: 'en', facts: {}, note: '', household: this.random.chance(0.33) ? `home ${i >> 2}` : null, consents: [],
      };
      return on('lead', person.id, [{ type: 'LeadAdded', fields, source: 'simulation' }]);
    }).flat();
    await this.sim.world.store.commit({ actor: mel, cause: 'simulation', correlationId: 'cor_0', now: this.sim.world.clock.now() }, async () => ({ events, result: null }));
  }

  private plan(drafts: number): void {
    const bursts = Array.from({ length: 3 }, () => this.random.between(0, dayMs));
    const sometime = () => (this.random.chance(0.7) ? Math.min(dayMs - 1, this.random.pick(bursts) + this.random.between(0, 900_000)) : this.random.between(0, dayMs));
    const add = (share: number, run: () => Promise<void>) => {
      for (let i = 0; i < share; i++) this.planned.push({ atMs: sometime(), run });
    };
    add(drafts, () => this.writeTo());
    add(Math.ceil(drafts / 12), () => this.changeSomething());
    add(Math.ceil(drafts / 8), () => this.hear());
    add(this.random.between(0, 2), () => this.changeThePolicy());
    add(this.random.between(0, 2), () => this.pause());
    add(this.random.between(0, 4), () => this.jump());
    this.planned.sort((a, b) => a.atMs - b.atMs);
  }

  private async writeTo(): Promise<void> {
    const person = this.random.pick(this.people);
    const channel = this.random.chance(0.2) ? 'whatsapp' : 'email';
    if (channel === 'whatsapp') await this.hearFrom(person, 'whatsapp', 'Is it still to be had?');
    const { id, contentHash } = await submitDraft(this.call(mel), { leadId: person.id, channel, body: `Draft ${(this.written += 1)}.`, ...(channel === 'email' && { subject: 'House' }) });
    this.drafts.push(id);
    await approveDraft(this.call(mel), { id, contentHash });
  }

  private async changeSomething(): Promise<void> {
    if (this.drafts.length === 0) return;
    const id = this.random.pick(this.drafts);
    const approval = await this.sim.world.store.approvals.get(id);
    if (this.random.chance(0.4)) await undoDecision(this.call(mel), { id });
    else if (approval) await editDraft(this.call(mel), { id, contentHash: approval.contentHash, body: `${approval.body} Edited.` });
    const edited = await this.sim.world.store.approvals.get(id);
    if (edited && this.random.chance(0.5)) await approveDraft(this.call(mel), { id, contentHash: edited.contentHash });
  }

  private async hear(): Promise<void> {
    const person = this.random.pick(this.people);
    if (this.random.chance(0.3)) return this.sayStop(person.email);
    await this.hearFrom(person, 'email', this.random.chance(0.3) ? 'Please stop writing to me.' : 'When can I see it?');
  }

  private async hearFrom(person: Person, channel: 'email' | 'whatsapp', text: string): Promise<void> {
    const item: Inbound = {
      kind: 'message',
      message: {
        channel, direction: 'in', externalId: `in${(this.written += 1)}@sim`, address: channel === 'email' ? { kind: 'email', value: person.email } : { kind: 'phone', value: person.phone }, displayName: '', subject: null, text,
        truncated: false, inReplyTo: null, references: [], threadKey: null, attachments: [], sentAt: this.sim.world.clock.now(), nature: { kind: 'ordinary' }, raw: null,
      },
    };
    await recordInbound(this.call(worker), { inbound: [item] });
  }

  private async changeThePolicy(): Promise<void> {
    const { version, policy } = await getPolicy(this.call(mel), {});
    const { email } = policy.channels;
    const changes = this.random.pick([{ perLeadPerDay: this.random.between(1, 4) }, { channels: { ...policy.channels, email: { perHour: Math.max(1, email.perHour - 5), perDay: email.perDay, gapMs: this.random.between(0, 90) * 1000 } } }]);
    await changePolicy(this.call(mel), { version, changes, reason: 'another day' });
  }

  private async pause(): Promise<void> {
    const channel = this.random.pick(['all', 'email'] as const);
    await pauseChannel(this.call(mel), { channel, reason: 'look first' });
    this.planned.push({ atMs: this.clock.monotonicMs() + this.random.between(1000, 7_200_000), run: async () => void (await resumeChannel(this.call(mel), { channel })) });
    this.planned.sort((a, b) => a.atMs - b.atMs);
  }

  private jump(): Promise<void> {
    this.counts.jumps += 1;
    this.clock.jump(this.random.pick([-7_200_000, -3_600_000, -15_000, 15_000, 3_600_000]));
    return Promise.resolve();
  }
}

/** What the team allows on a day, from its seed. */
export function allowedBy(random: Random): Allowed {
  return {
    limits: {
      email: { perHour: random.between(8, 60), perDay: random.between(60, 300), gapMs: random.between(1, 60) * 1000 },
      whatsapp: { perHour: random.between(3, 20), perDay: random.between(10, 60), gapMs: random.between(10, 180) * 1000 },
    },
    perLeadPerDay: 3, perHouseholdPerDay: 5, quiet: ['whatsapp'],
  };
}
