/** One line of the bench: our figure beside a named peer's of the same run. */
export interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
  /** ours : peer, or peer : ours where less is better. */
  readonly ratio: number;
  readonly wanted: string;
  readonly ok: boolean;
}

export function figure(name: string, ours: number, peer: number, unit: string, wanted: string, fits: (ratio: number) => boolean): Figure {
  const ratio = ours / peer;
  return { name, ours: round(ours), peer: round(peer), unit, ratio: round(ratio), wanted, ok: fits(ratio) };
}

const round = (value: number) => Number(value.toPrecision(3));

export async function perSecond(count: number, run: () => Promise<void> | void): Promise<number> {
  const from = performance.now();
  await run();
  return (count / (performance.now() - from)) * 1000;
}

export const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The median of several runs, so that one slow fsync decides nothing. */
export async function median(times: number, measure: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await measure());
  return middle(all);
}
