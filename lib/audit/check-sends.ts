import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import type { Store } from '#lib/store/port.ts';
import type { Call, World } from '#lib/world.ts';
import { OneCheck, type Within } from './one-check.ts';
import type { SendsCheckView } from './schema.ts';
import { openSendsCheck, sendEventTypes } from './sends-check.ts';

const checks = new WeakMap<Store, OneCheck<SendsCheckView>>();

/**
 * Reads the whole journal and checks every send in it; see `sends-check.ts`. Changes nothing. What was erased of somebody cannot be looked at any more and is left out.
 * `onProgress` hears of the events that were looked at, and of how many there are. Who asks while a check is under way that reads as far as the journal goes by then
 * shares it.
 */
export async function checkSends(call: Call, asker: Partial<Within> = {}): Promise<SendsCheckView> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { store } = call.world;
  const { seq } = await store.head();
  const check = checks.get(store) ?? new OneCheck<SendsCheckView>();
  checks.set(store, check);
  return check.ask(seq, (within) => checkedThrough(call.world, seq, within), asker);
}

async function checkedThrough({ store, clock }: World, throughSeq: number, { signal, onProgress }: Within): Promise<SendsCheckView> {
  const check = openSendsCheck();
  let events = 0;
  for (let cursor: string | null = null; ; ) {
    signal.throwIfAborted();
    const page: Awaited<ReturnType<typeof store.events>> = await store.events({ oldestFirst: true, types: sendEventTypes }, { cursor, limit: 500 });
    for (const event of page.items) if (event.seq <= throughSeq) check.note(event);
    events += page.items.length;
    onProgress({ events, total: page.total });
    cursor = page.nextCursor;
    if (cursor === null || (page.items.at(-1)?.seq ?? 0) > throughSeq) break;
    // Others have their turn between two pages of a long history.
    await new Promise(setImmediate);
  }
  const found = check.found();
  return { ...found, problems: [...found.problems], ok: found.problemCount === 0, checkedAt: iso(clock.now()), throughSeq };
}
