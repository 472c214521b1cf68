import { isBad, type Counts, type NotRun } from './campaign.ts';

const foundMax = 20;

/** Counts while they grow. */
export class Tally {
  readonly numbers: Record<'tried' | 'acknowledged' | 'lost' | 'duplicated' | 'undetected' | 'halfApplied' | 'contradictions', number> = {
    tried: 0, acknowledged: 0, lost: 0, duplicated: 0, undetected: 0, halfApplied: 0, contradictions: 0,
  };
  /** What one campaign counts and others do not. */
  readonly own: Record<string, number> = {};
  readonly notRun: NotRun[] = [];
  private readonly found: string[] = [];

  add(name: keyof Tally['numbers'], count = 1): void {
    this.numbers[name] += count;
  }

  addOwn(name: string, count = 1): void {
    this.own[name] = (this.own[name] ?? 0) + count;
  }

  /** Something is wrong: counted each time, told in words for the first few. */
  bad(name: 'lost' | 'duplicated' | 'undetected' | 'halfApplied' | 'contradictions', where: string, what: readonly string[]): void {
    this.add(name, what.length);
    this.found.push(...what.slice(0, Math.max(0, foundMax - this.found.length)).map((each) => `${where}: ${name}: ${each}`));
  }

  take(other: Tally): void {
    for (const name of Object.keys(this.numbers) as (keyof Tally['numbers'])[]) this.add(name, other.numbers[name]);
    for (const [name, count] of Object.entries(other.own)) this.addOwn(name, count);
    this.notRun.push(...other.notRun);
    this.found.push(...other.found.slice(0, foundMax - this.found.length));
  }

  get isBad(): boolean {
    return isBad(this.counts());
  }

  counts(): Counts {
    return { ...this.numbers, ...this.own, notRun: this.notRun, ...(this.found.length > 0 && { found: this.found }) };
  }
}
