import type { Actor } from '#lib/accounts/actor.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { resumeChannel } from '#lib/channels/resume-channel.ts';
import { leaseMs } from '#lib/dispatch/claim-next.ts';
import { watchLeases, type LeaseWatch } from '#lib/dispatch/lease-watch.ts';
import { proveUncertain } from '#lib/dispatch/prove-uncertain.ts';
import { noted } from '#lib/dispatch/begun-notes.ts';
import { recoverAttempts, type RecoverQuery } from '#lib/dispatch/recover-attempts.ts';
import { Refused } from '#lib/errors.ts';
import { tryChannel } from '#lib/policy/try-channel.ts';
import type { Log } from '#lib/log.ts';
import type { Store } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { Step } from '../../workers/loop.ts';
import { sentCopies } from '../../workers/sent-copies.ts';
import { routeStep } from '../../workers/steps/route.ts';
import type { Random } from '../random.ts';
import type { Allowed } from './judge-day.ts';
import type { SimClock } from './sim-clock.ts';
import { WorkerDied, type SimNetwork } from './sim-network.ts';
import type { SimWorld } from './sim-world.ts';
import { Team } from './team.ts';

/** 24 hours of a team, its leads, a worker that dies, a clock that jumps and channels that fail, as one seed has it. */

const dayMs = 86_400_000;
const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const sim: readonly Channel[] = ['email', 'whatsapp'];

interface Planned {
  readonly atMs: number;
  readonly run: () => Promise<void>;
}

export interface DayCounts {
  sends: number;
  restarts: number;
  jumps: number;
  /** Rests that somebody ended by hand. */
  tries: number;
  /** Times a worker stood still in the middle of a send for longer than its lease, while another one looked after it. */
  stalls: number;
  commands: number;
}

export class Day {
  readonly counts: DayCounts = { sends: 0, restarts: 0, jumps: 0, tries: 0, stalls: 0, commands: 0 };
  private readonly sim: SimWorld;
  private readonly clock: SimClock;
  private readonly network: SimNetwork;
  private readonly random: Random;
  private readonly team: Team;
  private readonly planned: Planned[] = [];
  private readonly adapters: ReadonlyMap<Channel, ChannelAdapter>;
  /** Of the process that lives. */
  private leases: LeaseWatch;
  private life = 0;
  /** What workers noted before they handed it over, and the first life whose notes are left. */
  private readonly begun = new Set<string>();
  private notedSince = 0;
  private isDead = false;
  /** Asks the worker to end, now and then in the middle of a send; it goes on at once. */
  private ending = new AbortController();
  private readonly steps = new Map<string, Step>();

  constructor(world: SimWorld, clock: SimClock, network: SimNetwork, random: Random) {
    this.sim = world;
    this.clock = clock;
    this.network = network;
    this.random = random;
    this.team = new Team((actor) => this.call(actor), network, random);
    this.leases = this.watched();
    const { settings } = world.world;
    this.adapters = new Map(sim.map((channel) => [channel, network.adapter(channel, channel === 'email' ? 'ana@example.com' : `sandbox@${channel}`)] as const));
    if (settings.sandbox) throw new Error('the simulation has channels of its own');
    network.whileOnItsWay = (dispatch) => this.whileOnItsWay(dispatch);
    network.whileAwaited = () => this.standStill(0.004);
  }

  async run(drafts: number): Promise<void> {
    await this.settle(() => this.team.moveIn(Math.ceil(drafts / 2)));
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
        // What was noted without a sync is gone with the power.
        if (this.sim.powerIsOut) this.notedSince = this.life;
        this.isDead = false;
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
    const notedOf: RecoverQuery['notedOf'] = (_, attempt) => ({ kind: Number(attempt.worker.split('/')[1]) < this.notedSince || this.begun.has(attempt.idempotencyKey) ? 'begun' : 'not_begun' });
    await recoverAttempts(this.call(worker), { ...query, notedOf, leases: this.leases, isGone: (other) => other !== this.name });
    await proveUncertain(this.call(worker), query);
  }

  /** Sends what may go now on all channels at once, by the worker's own steps; answers how long nothing is to be done (ms). */
  private async work(): Promise<number> {
    let waitMs = 0;
    while (waitMs === 0 && this.clock.monotonicMs() < dayMs) {
      this.ending = new AbortController();
      const { signal } = this.ending;
      await this.settle(async () => {
        const lanes = await Promise.allSettled([...this.adapters.values()].map((adapter) => this.stepOf(adapter).run(signal)));
        const failed = lanes.find((lane) => lane.status === 'rejected');
        if (failed) throw failed.reason;
        waitMs = Math.min(...lanes.map((lane) => (lane.status === 'fulfilled' ? lane.value.waitMs : 0)));
      });
    }
    return waitMs;
  }

  /** One for each life of the worker. */
  private stepOf(adapter: ChannelAdapter): Step {
    const name = `${this.life} ${adapter.channel}`;
    const step = this.steps.get(name) ?? this.stepOn(adapter);
    this.steps.set(name, step);
    return step;
  }

  private stepOn(adapter: ChannelAdapter): Step {
    const world = { ...this.sim.world, store: this.mortal(this.sim.world.store) };
    const onSending = (trouble: unknown) => {
      if (trouble === null) this.counts.sends += 1;
    };
    return routeStep({ world, adapter: this.deadly(adapter), gatherMsMax: 0, worker: this.name, log: silent, copies: sentCopies(silent), onSending, lookAgainMs: dayMs });
  }

  /** A worker that died records nothing more. */
  private mortal(store: Store): Store {
    return { ...store, commit: (meta, decide) => (this.isDead || this.sim.powerIsOut ? Promise.reject(new WorkerDied()) : store.commit(meta, decide)) };
  }

  private deadly(adapter: ChannelAdapter): ChannelAdapter {
    const send: ChannelAdapter['send'] = async (dispatch, options) => {
      if (this.isDead) throw new WorkerDied();
      const lastLook = options.lastLook && noted(options.lastLook, { note: (key) => this.begun.add(key) }, dispatch.idempotencyKey);
      return adapter.send(dispatch, { ...options, ...(lastLook && { lastLook }) }).catch((error: unknown) => {
        this.isDead ||= error instanceof WorkerDied;
        throw error;
      });
    };
    return { ...adapter, send };
  }

  /** The process of the worker stands still for longer than its lease; another one cannot see whether it lives. Then it goes on as if nothing had happened. */
  private async standStill(chance: number): Promise<void> {
    if (!this.random.chance(chance)) return;
    this.counts.stalls += 1;
    const leases = this.watched();
    const query = { adapters: this.adapters, signal: new AbortController().signal, leases, isGone: () => false };
    await recoverAttempts(this.call(worker), query);
    this.clock.pass(leaseMs + this.random.between(0, 60_000));
    await recoverAttempts(this.call(worker), query);
  }

  private async whileOnItsWay({ content }: Dispatch): Promise<{ saidStop: boolean }> {
    await this.standStill(0.004);
    if (this.random.chance(0.03)) this.ending.abort();
    if (this.random.chance(0.03)) this.clock.pass(this.random.between(5000, 100_000));
    const saidStop = content.channel === 'email' && this.random.chance(0.01);
    if (saidStop) await this.team.sayStop(content.recipient);
    return { saidStop };
  }

  private plan(drafts: number): void {
    const bursts = Array.from({ length: 3 }, () => this.random.between(0, dayMs));
    const sometime = () => (this.random.chance(0.7) ? Math.min(dayMs - 1, this.random.pick(bursts) + this.random.between(0, 900_000)) : this.random.between(0, dayMs));
    const add = (share: number, run: () => Promise<void>) => {
      for (let i = 0; i < share; i++) this.planned.push({ atMs: sometime(), run });
    };
    add(drafts, () => this.team.writeTo());
    add(this.random.between(0, 3), () => this.team.writeToMany());
    add(Math.ceil(drafts / 12), () => this.team.changeSomething());
    add(Math.ceil(drafts / 8), () => this.team.hear());
    add(Math.ceil(drafts / 20), () => this.team.hearBack());
    add(Math.ceil(drafts / 20), () => this.team.workTheDesk());
    add(Math.ceil(drafts / 30), () => this.team.moveAnAddress());
    add(this.random.between(0, 2), () => this.team.changeThePolicy());
    add(this.random.between(0, 2), () => this.pause());
    add(this.random.between(0, 12), () => this.tryAgain());
    add(this.random.between(0, 4), () => this.jump());
    add(this.random.between(0, 2), () => this.goDown());
    this.planned.sort((a, b) => a.atMs - b.atMs);
  }

  private async pause(): Promise<void> {
    const channel = this.random.pick(['all', 'email'] as const);
    await pauseChannel(this.call(mel), { channel, reason: 'look first' });
    this.planned.push({ atMs: this.clock.monotonicMs() + this.random.between(1000, 7_200_000), run: async () => void (await resumeChannel(this.call(mel), { channel })) });
    this.planned.sort((a, b) => a.atMs - b.atMs);
  }

  /** Ends a rest, if there is one and nobody paused it. */
  private async tryAgain(): Promise<void> {
    try {
      this.counts.tries += Number((await tryChannel(this.call(mel), { channel: 'email' })).wasResting);
    } catch (error) {
      if (!(error instanceof Refused && error.refusal.code === 'wrong_status')) throw error;
    }
  }

  /** For a while nothing can be reached. */
  private goDown(): Promise<void> {
    this.network.downUntilMs = this.clock.monotonicMs() + this.random.between(60_000, 5_400_000);
    return Promise.resolve();
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
      email: { perHour: random.between(8, 60), perDay: random.between(60, 300), gapMs: random.chance(0.4) ? 0 : random.between(1, 60) * 1000 },
      whatsapp: { perHour: random.between(3, 20), perDay: random.between(10, 60), gapMs: random.between(10, 180) * 1000 },
    },
    perLeadPerDay: 3, perHouseholdPerDay: 5, quiet: ['whatsapp'],
  };
}
