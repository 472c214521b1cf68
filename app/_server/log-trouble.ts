import { Fault, Refused } from '#lib/errors.ts';

/** Refusals are answers; faults and bugs are for whoever runs the product, one JSON line each on standard error. */
export function logTrouble(error: unknown, facts: { correlationId: string; method: string; path: string }): void {
  if (error instanceof Refused) return;
  const line = { level: 'error', at: new Date().toISOString(), ...facts, kind: error instanceof Fault ? error.code : 'bug', error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
