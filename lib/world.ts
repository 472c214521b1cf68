import type { Actor } from './accounts/actor.ts';
import type { Vault } from './accounts/vault.ts';
import type { Clock } from './clock.ts';
import type { Settings } from './config.ts';
import type { Seal } from './dnc/unsubscribe-link.ts';
import type { Traces } from './erasure/traces.ts';
import type { Ids } from './ids.ts';
import type { Artifacts } from './messages/artifacts.ts';
import type { CommitMeta, Store } from './store/port.ts';
import type { TableFiles } from './workspace/table-files.ts';

/** What every verb is handed: nothing in `lib` reaches for a clock, a random number, a file or a setting by itself. */
export interface World {
  readonly store: Store;
  readonly vault: Vault;
  readonly artifacts: Artifacts;
  readonly traces: Traces;
  readonly tableFiles: TableFiles;
  readonly clock: Clock;
  readonly ids: Ids;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  readonly settings: Settings;
  /** A seal over a text that only this workspace can make: the same for the same text, on every start. */
  readonly seal: Seal;
}

/** One request of somebody: the world, who asks, and how the journal ties what follows together. */
export interface Call {
  readonly world: World;
  readonly actor: Actor;
  readonly correlationId: string;
  /** As the client chose it, scoped to its actor by the door; absent when none was given. */
  readonly idempotencyKey?: string;
}

/** What a commit says of itself, for the verb or id named by `cause`. */
export function metaOf(call: Call, cause: string): CommitMeta {
  const { world, actor, correlationId, idempotencyKey } = call;
  return { actor, cause, correlationId, now: world.clock.now(), ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
}
