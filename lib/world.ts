import type { Ids } from './ids.ts';
import type { Store } from './store/port.ts';
import type { Vault } from './accounts/vault.ts';
import type { Artifacts } from './messages/artifacts.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './config.ts';

/** What every verb is handed: nothing in `lib` reaches for a clock, a random number, a file or a setting by itself. */
export interface World {
  readonly store: Store;
  readonly vault: Vault;
  readonly artifacts: Artifacts;
  readonly clock: Clock;
  readonly ids: Ids;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly settings: Settings;
}
