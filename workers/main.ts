import { join } from 'node:path';
import { openAdapters } from '#lib/channels/adapters.ts';
import { refuseWithoutSignedHead } from '#lib/audit/sign-journal.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { readConfig } from '#lib/config.ts';
import { exitCodeOf, Fault, needsAPerson } from '#lib/errors.ts';
import type { Line } from '#lib/dispatch/line.ts';
import { openLog, type Log } from '#lib/log.ts';
import { noteSettings } from '#lib/policy/note-settings.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { folders } from '#lib/store/csv/data-folder.ts';
import { isGone, workerName } from './identity.ts';
import { loop, sleep, type Step } from './loop.ts';
import { becomeTheOnlyOne } from './only-one.ts';
import { threadLine } from './sending/thread-line.ts';
import { sentCopies } from './sent-copies.ts';
import { statusBoard } from './status.ts';
import { draftStep } from './steps/draft.ts';
import { ingestStep } from './steps/ingest.ts';
import { maintainStep } from './steps/maintain.ts';
import { canLookBack, lookBackStep } from './steps/look-back.ts';
import { proveStep } from './steps/prove.ts';
import { reconcileStep } from './steps/reconcile.ts';
import { routeStep } from './steps/route.ts';
import { noteHead, signHeadsStep } from './steps/sign-heads.ts';
import { tablesStep } from './steps/tables.ts';
import { wakeOn } from './wake.ts';
import { workerCall } from './worker-call.ts';

/** One process that fetches, drafts and sends; it ends on SIGTERM when the step under way is done. */

const beatMs = 5000;
/** What is left of the supervisor's patience for copies, after the last send. */
const copiesMs = 1000;
/** Nothing goes out on a channel while its step fails: it is tried again soon (ms). */
const routeBackoffMsMax = 30_000;

async function main(): Promise<number> {
  const config = readConfig(process.env);
  if (!config.ok) {
    for (const { setting, problem } of config.problems) process.stderr.write(`${setting} ${problem}\n`);
    return needsAPerson;
  }
  const log = openLog(config.settings, 'worker');
  const stopping = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.on(name, () => stopping.abort());
  let lost = false;
  const onLost = () => {
    lost = true;
    log.error({}, 'the worker lock was lost; ending what is under way');
    stopping.abort();
  };
  const world = await openRuntime(config.settings, { syncsApart: true });
  try {
    const worker = workerName();
    const release = await becomeTheOnlyOne(config.settings.dataDir, { worker, log, signal: stopping.signal, onLost });
    if (!release) return 0;
    const anew = await refuseWithoutSignedHead(world);
    if (anew) log.warn({}, `${anew.problem} Nothing leaves this machine, so the work goes on; to say that it is meant to be so: npm run -s re -- audit accept --reason "why" --yes`);
    const changed = await noteSettings(workerCall(world, 'settings'), {});
    if (changed.length > 0) log.warn({ parts: changed }, 'the settings give another policy than at the last start');
    await work(world, worker, log, stopping);
    await release().catch((error: unknown) => log.warn({ error: String(error) }, 'the worker lock was gone already'));
    // Anything but an orderly stop is for the supervisor to start again.
    return world.store.trouble() === null && !lost ? 0 : 1;
  } finally {
    await world.close();
  }
}

async function work(world: Runtime, worker: string, log: Log, stopping: AbortController): Promise<void> {
  const { signal } = stopping;
  const adapters = openAdapters(world);
  const copies = sentCopies(log);
  const lines = threadLines(world, adapters, worker);
  const board = statusBoard(adapters, world.clock);
  const wake = wakeOn(world.store, (await world.store.head()).seq, signal);
  const general = { signal, log, pause: wake.pause };
  const run = (step: Step) => loop(step, general);
  log.info({ worker, channels: [...adapters.keys()] }, 'working');
  const loops = [
    beat(world, worker, { facts: board.facts, log }, stopping),
    run(draftStep(world)),
    run(maintainStep(world)),
    loop(signHeadsStep(world, log), { ...general, pause: sleep }),
    loop(tablesStep(world), { ...general, pause: sleep }),
    run(reconcileStep(world, { adapters, isGone: (other) => isGone(other, worker), worker, runFolder: join(world.settings.dataDir, folders.run) })),
    loop(proveStep(world, { adapters }), { ...general, pause: sleep }),
    wake.watching,
    ...[...adapters.values()].flatMap((adapter) => {
      const { channel, capabilities } = adapter;
      return [
        ...(capabilities.receive ? [loop(ingestStep(world, adapter, () => board.fetched(channel)), { ...general, onHealth: (failure) => board.fetching(channel, failure) })] : []),
        ...(canLookBack(adapter) ? [loop(lookBackStep(world, adapter), { ...general, pause: sleep })] : []),
        ...(capabilities.send
          ? [loop(routeStep({ world, adapter, line: lines.get(channel), worker, log, copies, onSending: (trouble) => board.sending(channel, trouble) }), { ...general, backoffMsMax: routeBackoffMsMax, onHealth: (failure) => board.standstill(channel, failure) })]
          : []),
      ];
    }),
  ];
  try {
    await Promise.all(loops);
  } finally {
    stopping.abort();
    await Promise.allSettled(loops);
    await copies.finish(copiesMs);
    await noteHead(world, log).catch((error: unknown) => log.warn({ error: String(error) }, 'the last head could not be signed'));
    await Promise.allSettled([...lines.values(), ...adapters.values()].map((each) => each.close()));
  }
}

/** What leaves the machine is handed over in a thread for each channel, where there is a journal that it can look at. */
function threadLines({ settings }: Runtime, adapters: ReadonlyMap<Channel, ChannelAdapter>, worker: string): ReadonlyMap<Channel, Line> {
  const far = [...adapters.values()].filter(({ sandbox, capabilities }) => settings.storeKind === 'csv' && !sandbox && capabilities.send);
  return new Map(far.map(({ channel }) => [channel, threadLine({ channel, settings, worker })]));
}

/** Says that the worker lives, and stops it when its store can no longer write: a fresh process looks at the disk anew. */
async function beat(world: Runtime, worker: string, { facts, log }: { facts: () => Record<string, unknown>; log: Log }, stopping: AbortController): Promise<void> {
  while (!stopping.signal.aborted) {
    try {
      await world.store.presence.beat('worker', worker, world.clock.now(), facts());
    } catch (error) {
      log.warn({ error: String(error) }, 'the beat could not be written; the console may say that the worker is away');
    }
    if (world.store.trouble() !== null) stopping.abort();
    await sleep(beatMs, stopping.signal);
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Fault ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = exitCodeOf(error);
}
