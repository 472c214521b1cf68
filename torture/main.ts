import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isBad, type Campaign, type Counts, type Order } from './campaign.ts';
import { readOrder } from './order.ts';

/**
 * `npm run torture -- CAMPAIGN [--n N] [--seed S]`: harms the store on purpose and ends with one line of JSON. Exit 0 when nothing was
 * lost, doubled or missed, 1 when something was or the campaign could not go on, 2 when what was asked for makes no sense.
 */
const nothing: Counts = { tried: 0, acknowledged: 0, lost: 0, duplicated: 0, undetected: 0, notRun: [] };
const names = ['crash', 'power', 'race', 'faults', 'damage', 'model', 'send', 'simulate', 'policy'].filter((name) => existsSync(join(import.meta.dirname, `${name}.ts`)));
const asked = readOrder(process.argv.slice(2), names);
if (asked.ok) process.exitCode = await runCampaign(await load(asked.campaign), asked.n, asked.seed);
else {
  process.stderr.write(`${asked.why}\n\n${await usage()}`);
  process.exitCode = 2;
}

async function load(name: string): Promise<Campaign> {
  const { campaign }: { campaign: Campaign } = await import(`./${name}.ts`);
  return campaign;
}

async function usage(): Promise<string> {
  const lines = ['Usage: npm run torture -- <campaign> [--n N] [--seed S]', ''];
  for (const name of names) {
    const { summary, nDefault } = await load(name);
    lines.push(`  ${name.padEnd(8)} ${summary} (--n ${nDefault} unless given)`);
  }
  return `${[...lines, '', 'The last line is JSON. A seed replays what is left to chance.'].join('\n')}\n`;
}

async function runCampaign(campaign: Campaign, askedN: number | null, askedSeed: number | null): Promise<number> {
  const n = askedN ?? campaign.nDefault;
  const seed = askedSeed ?? Math.floor(Math.random() * 0x1_0000_0000);
  const folder = mkdtempSync(join(tmpdir(), `re-torture-${campaign.name}-`));
  const interrupted = new AbortController();
  endOn(['SIGINT', 'SIGTERM'], interrupted);
  const progress = (text: string) => void process.stderr.write(`${text}\n`);
  progress(`${campaign.name}: n ${n}, seed ${seed}`);
  const began = performance.now();
  const { counts, failed } = await counted(campaign, { n, seed, folder, signal: interrupted.signal, progress });
  const bad = failed !== null || isBad(counts);
  if (bad) progress(`What it came to is kept in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
  const ends = { ...(failed !== null && { failed }), ...(interrupted.signal.aborted && { interrupted: true }) };
  console.log(JSON.stringify({ campaign: campaign.name, n, seed, ...counts, ...ends, seconds: Math.round((performance.now() - began) / 100) / 10 }));
  return bad ? 1 : 0;
}

/** One press may come twice (from the terminal and from the script that started us); who asks again later is in a hurry. */
function endOn(signals: readonly NodeJS.Signals[], interrupted: AbortController): void {
  let firstMs = 0;
  for (const signal of signals)
    process.on(signal, () => {
      firstMs ||= performance.now();
      if (interrupted.signal.aborted && performance.now() - firstMs > 1000) process.exit(130);
      interrupted.abort();
    });
}

async function counted(campaign: Campaign, order: Order): Promise<{ counts: Counts; failed: string | null }> {
  try {
    return { counts: await campaign.run(order), failed: null };
  } catch (error) {
    order.progress(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { counts: nothing, failed: error instanceof Error ? error.message : String(error) };
  }
}
