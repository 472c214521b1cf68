import { newestHeadProblem, stopReason } from '#lib/audit/sign-journal.ts';
import { Fault } from '#lib/errors.ts';
import { clockTrouble } from '#lib/policy/rules/clock.ts';
import { runtime } from './runtime.ts';

const workerSilentMs = 60_000;

/** Not ready when the journal cannot be read or written, the clock is behind it, or the worker has not been seen for 60 s. */
export async function readiness(): Promise<{ status: 'ready' | 'not_ready'; reasons: string[] }> {
  const reasons = await troubles();
  return { status: reasons.length === 0 ? 'ready' : 'not_ready', reasons };
}

async function troubles(): Promise<string[]> {
  try {
    const world = await runtime();
    const { store, clock } = world;
    const reasons = [];
    await store.head();
    const trouble = store.trouble();
    if (trouble) reasons.push(trouble);
    const lacking = stopReason(world, await newestHeadProblem(world));
    if (lacking) reasons.push(lacking);
    const behind = clockTrouble(clock.behindMs?.() ?? 0);
    if (behind) reasons.push(`${behind} Nothing is sent until it has caught up.`);
    const beat = await store.presence.seen('worker');
    if (!beat) reasons.push('The worker has not been seen since the start.');
    else if (clock.now() - beat.atMs > workerSilentMs) reasons.push(`The worker was last seen ${Math.round((clock.now() - beat.atMs) / 1000)} s ago.`);
    return reasons;
  } catch (error) {
    if (error instanceof Fault) return [error.message];
    throw error;
  }
}
