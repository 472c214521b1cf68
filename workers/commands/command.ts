import type { ParseArgsConfig } from 'node:util';
import type { Settings } from '#lib/config.ts';
import type { Call } from '#lib/world.ts';

/** What every command of the command line is: how it is used, and what it does. */
export interface Command {
  /** The words that call it: `user add`. */
  readonly name: string;
  /** What follows the words: `EMAIL --role R`. */
  readonly usage: string;
  readonly summary: string;
  readonly options?: NonNullable<ParseArgsConfig['options']>;
  /** Fewest and most words after the name. */
  readonly words?: readonly [number, number];
  /** Opens a data folder that has no journal too, and begins one there. All others refuse: they would say of an empty folder that it is done. */
  readonly worksWithoutData?: true;
  run(shell: Shell): Promise<Answer>;
}

export interface Shell {
  readonly settings: Settings;
  readonly words: readonly string[];
  /** Text of an option; undefined when it was not given. */
  option(name: string): string | undefined;
  flag(name: string): boolean;
  /** Opens the data folder, as the operator at this shell; refuses when there is no journal in it. Closed when the command ends. */
  call(): Promise<Call>;
  /** Closes what `call` opened before the command ends: for commands that replace the data folder. */
  done(): Promise<void>;
  readStdin(): Promise<string>;
  /** A line that moves, on a terminal only. */
  progress(text: string): void;
  readonly signal: AbortSignal;
}

/** What a command says: `json` for programs, `lines` for people. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** 0 unless the answer itself is bad news. */
  readonly exitCode?: number;
}

/** The command line was not understood: exit 2. */
export class UsageError extends Error {
  readonly usage: string | null;
  constructor(message: string, usage: string | null = null) {
    super(message);
    this.name = 'UsageError';
    this.usage = usage;
  }
}
