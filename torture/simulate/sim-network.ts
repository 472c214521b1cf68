import type { Outcome } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch, Reconciliation, SendOptions } from '#lib/channels/port.ts';
import type { Random } from '../random.ts';
import type { Receipt } from '../send/phases.ts';
import type { AskedForTime } from './judge-people.ts';
import type { SimClock } from './sim-clock.ts';

/** The worker's process ended in the middle of a send. */
export class WorkerDied extends Error {}

export interface Taken extends Receipt {
  readonly channel: Channel;
}

/** What becomes of one message; `taken`: the other side has it, whatever the worker hears. */
type Fate = { readonly taken: boolean; readonly heard: 'yes' | 'later' | 'limited' | 'never' | 'unreachable' | 'nothing' | 'death'; readonly retryAfterMs?: number };

/** What a clock that is kept right may be behind (ms). */
const clocksDifferMs = 1000;

/** Channels without a wire: everything that goes over them is kept, and what comes back follows from the seed. */
export class SimNetwork {
  readonly taken: Taken[] = [];
  readonly askedForTime: AskedForTime[] = [];
  readonly stoppedOnTheWay: string[] = [];
  readonly begunBehindClock: string[] = [];
  /** Until then nothing can be reached (monotonic ms). */
  downUntilMs = 0;
  /** Of mail that nobody asked for: where its recipient may click. */
  readonly links: string[] = [];
  /** Asked while a message is on its way, before its channel looks for the last time. */
  whileOnItsWay: (dispatch: Dispatch) => Promise<{ readonly saidStop: boolean }> = () => Promise.resolve({ saidStop: false });
  /** The other side has it, or has not, and did not answer yet. */
  whileAwaited: (dispatch: Dispatch) => Promise<void> = () => Promise.resolve();
  private readonly clock: SimClock;
  private readonly random: Random;
  /** On some days everything answers within milliseconds, and many are claimed while one is on its way. */
  private readonly isFast: boolean;

  constructor(clock: SimClock, random: Random) {
    this.clock = clock;
    this.random = random;
    this.isFast = random.chance(0.4);
  }

  adapter(channel: Channel, sender: string): ChannelAdapter {
    return {
      channel, sender, sandbox: false,
      capabilities: { send: true, receive: false, reconcile: true, subject: channel === 'email', attachments: false, textLengthMax: 100_000 },
      send: (dispatch, options) => this.send(dispatch, options),
      receive: () => Promise.reject(new Error('nothing is fetched here')),
      reconcile: (dispatch) => Promise.resolve(this.reconcile(dispatch)),
      probe: () => Promise.resolve({ kind: 'ok', account: sender }),
      close: () => Promise.resolve(),
    };
  }

  private async send(dispatch: Dispatch, { lastLook }: SendOptions): Promise<Outcome> {
    if (dispatch.startedAt - this.clock.now() > clocksDifferMs) this.begunBehindClock.push(dispatch.idempotencyKey);
    this.clock.pass(this.isFast ? this.random.between(0, 4) : this.random.between(20, 4000));
    const { saidStop } = await this.whileOnItsWay(dispatch);
    if (saidStop) this.stoppedOnTheWay.push(dispatch.idempotencyKey);
    const goAheadAt = this.clock.monotonicMs();
    const stopped = (await lastLook?.()) ?? null;
    if (stopped !== null) return { kind: 'refused', transient: true, code: 'stopped', evidence: stopped };
    const fate = this.fate();
    const { channel, recipient, subject, body } = dispatch.content;
    if (fate.taken) this.taken.push({ channel, messageId: `${dispatch.idempotencyKey}@sim`, to: recipient, subject: subject ?? '', body: body.trimEnd(), goAheadAt, at: this.clock.monotonicMs() });
    if (fate.taken && dispatch.unsubscribe?.url != null) this.links.push(dispatch.unsubscribe.url);
    if (fate.retryAfterMs !== undefined) this.askedForTime.push({ key: dispatch.idempotencyKey, retryAfterMs: fate.retryAfterMs });
    this.clock.pass(this.isFast ? this.random.between(0, 4) : this.random.between(5, 2000));
    await this.whileAwaited(dispatch);
    return this.heard(fate, dispatch);
  }

  private heard({ heard, retryAfterMs }: Fate, { idempotencyKey }: Dispatch): Outcome {
    switch (heard) {
      case 'yes':
        return { kind: 'accepted', providerId: `${idempotencyKey}@sim`, evidence: 'taken' };
      case 'later':
        return { kind: 'refused', transient: true, code: 'busy', evidence: 'not now', ...(retryAfterMs !== undefined && { retryAfterMs }) };
      case 'limited':
        return { kind: 'refused', transient: true, code: 'limited', evidence: 'no more for now', ...(retryAfterMs !== undefined && { retryAfterMs }) };
      case 'never':
        return { kind: 'refused', transient: false, code: 'nobody', evidence: 'nobody here' };
      case 'unreachable':
        return { kind: 'refused', transient: true, code: 'connection', evidence: 'no route' };
      case 'nothing':
        return { kind: 'unknown', evidence: 'no answer' };
      case 'death':
        throw new WorkerDied();
    }
  }

  private fate(): Fate {
    const drawn = this.random.next();
    if (this.clock.monotonicMs() < this.downUntilMs) return { taken: false, heard: 'unreachable' };
    if (drawn < 0.8) return { taken: true, heard: 'yes' };
    if (drawn < 0.84) return { taken: false, heard: 'later' };
    if (drawn < 0.86) return { taken: false, heard: 'later', retryAfterMs: this.random.between(1000, 7_200_000) };
    if (drawn < 0.863) return { taken: false, heard: 'limited', retryAfterMs: this.random.between(1000, 3_600_000) };
    if (drawn < 0.88) return { taken: false, heard: 'never' };
    if (drawn < 0.91) return { taken: false, heard: 'unreachable' };
    if (drawn < 0.97) return { taken: this.random.chance(0.5), heard: 'nothing' };
    return { taken: this.random.chance(0.5), heard: 'death' };
  }

  /** Half of what went over can be found again; that nothing is found proves nothing. */
  private reconcile({ idempotencyKey }: Dispatch): Reconciliation {
    const messageId = `${idempotencyKey}@sim`;
    const there = this.taken.some((each) => each.messageId === messageId);
    return there && this.random.chance(0.5) ? { kind: 'sent', providerId: messageId, evidence: 'found' } : { kind: 'cannot_tell', evidence: 'no trace' };
  }
}
