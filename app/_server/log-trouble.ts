import { Fault, Refused } from '#lib/errors.ts';

/** Faults and bugs are for whoever runs the product, one JSON line each on standard error; so is what an assistant was refused. */
export function logTrouble(error: unknown, facts: { correlationId: string; method: string; path: string }): void {
  if (error instanceof Refused && facts.method !== 'MCP') return;
  const line = { level: error instanceof Refused ? 'info' : 'error', at: new Date().toISOString(), ...facts, kind: error instanceof Refused ? error.refusal.code : error instanceof Fault ? error.code : 'bug', error: error instanceof Error ? (error instanceof Refused ? error.message : (error.stack ?? error.message)) : String(error) };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
