import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Campaign } from './campaign.ts';
import { readJournal } from './checker/journal.ts';
import { Random } from './random.ts';
import { allowedBy, Day } from './simulate/day.ts';
import { ownCheck } from './simulate/own-check.ts';
import { judgePeople, type Seen } from './simulate/judge-people.ts';
import { judgeDay } from './simulate/judge-day.ts';
import { SimClock } from './simulate/sim-clock.ts';
import { SimNetwork } from './simulate/sim-network.ts';
import { SimWorld } from './simulate/sim-world.ts';
import { Tally } from './tally.ts';

/** Days begin at any of these: plain ones, and those on which the clocks change in the United States. */
const days = ['2026-01-05T00:00:00Z', '2026-03-08T00:00:00Z', '2026-06-30T12:00:00Z', '2026-10-31T18:00:00Z', '2026-12-24T06:00:00Z'] as const;
/** One seed of so many is played twice. */
const twiceEvery = 20;
const draftsLeast = 60;
const draftsMost = 420;

/** What is counted of a day, by the records that say so. */
const counted = { attempts: 'DispatchStarted', uncertain: 'DispatchUncertain', held: 'ApprovalHeld', blocked: 'ApprovalBlocked', readAgain: 'DraftWentStale', listed: 'DncEntryAdded', breakers: 'BreakerMoved' };

export const campaign: Campaign = {
  name: 'simulate',
  summary: 'a day of a team with leads, failing channels, a dying worker and a jumping clock, from a seed; n counts days',
  nDefault: 200,
  async run(order) {
    const tally = new Tally();
    for (let i = 0; i < order.n && !order.signal.aborted; i++) {
      const seed = (order.seed + i) >>> 0;
      const once = await playDay(join(order.folder, 'day'), seed, tally);
      if (i % twiceEvery === 0) {
        const again = await playDay(join(order.folder, 'again'), seed, new Tally());
        tally.addOwn('playedTwice');
        if (again !== once) tally.bad('contradictions', `seed ${seed}`, ['played again, the journal is another one']);
      }
      if (i % 200 === 199) order.progress(`simulate: ${i + 1} of ${order.n} days, ${tally.own['sends'] ?? 0} sent, ${tally.own['restarts'] ?? 0} restarts`);
    }
    return tally.counts();
  },
};

/** Plays one seed and judges it; answers the SHA-256 of its journal. */
async function playDay(place: string, seed: number, tally: Tally): Promise<string> {
  rmSync(place, { recursive: true, force: true });
  const random = new Random(seed, 'day');
  const clock = new SimClock(Date.parse(random.pick(days)));
  const allowed = allowedBy(random);
  const limits = Object.entries(allowed.limits).map(([channel, { perHour, perDay, gapMs }]) => `${channel}=${perHour}/${perDay}/${gapMs / 1000}`);
  const env = { RE_LIMITS: limits.join(','), RE_SANDBOX: 'off', RE_EMAIL_FROM: 'ana@example.com', RE_EMAIL_SMTP_URL: 'smtp://127.0.0.1:9', RE_UNDO_EMAIL_SECONDS: '30', RE_UNDO_CHAT_SECONDS: '10', NEXTAUTH_URL: 'https://console.example.com' };
  const world = await SimWorld.open(place, env, clock, new Random(seed, 'world'));
  const network = new SimNetwork(clock, new Random(seed, 'network'));
  const day = new Day(world, clock, network, random);
  await day.run(random.between(draftsLeast, draftsMost));
  await world.close();
  const account = readJournal(world.dataDir);
  tally.addOwn('sends', network.taken.length);
  tally.add('tried', day.counts.commands);
  tally.add('acknowledged', account.appends.length);
  for (const name of ['restarts', 'jumps', 'tries', 'stalls'] as const) tally.addOwn(name, day.counts[name]);
  for (const [name, type] of Object.entries(counted)) tally.addOwn(name, account.records.filter((record) => record.type === type).length);
  tally.bad('contradictions', `seed ${seed}`, [...account.violations.map(({ file, byte, why }) => `${file}, byte ${byte}: ${why}`), ...judgeDay(account.records, network.taken, allowed), ...judgePeople(account.records, seenBy(network)), ...ownCheck(account.records)]);
  return journalHash(world.dataDir);
}

function seenBy({ askedForTime, stoppedOnTheWay, begunBehindClock, taken }: SimNetwork): Seen {
  return { askedForTime, stoppedOnTheWay, begunBehindClock, taken: new Set(taken.map(({ messageId }) => messageId.slice(0, messageId.indexOf('@')))) };
}

function journalHash(dataDir: string): string {
  const folder = join(dataDir, 'journal');
  const hash = createHash('sha256');
  for (const name of (existsSync(folder) ? readdirSync(folder) : []).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
