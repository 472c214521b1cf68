/**
 * Three kinds of trouble. A *refusal*: a rule said no, and a person can read which. A *fault*: the world failed (disk,
 * network, peer). Anything else that is thrown is a bug. Callers switch on `code`; nobody parses messages.
 */

export interface Refusal {
  readonly kind: 'refusal';
  /** Stable, snake_case; part of the public interface. */
  readonly code: RefusalCode;
  /** One sentence for a person: what was refused and why. */
  readonly message: string;
  /** What would lift the refusal, when something would. */
  readonly lift?: string;
  /** Field, row or setting at fault and similar facts; never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

export type RefusalCode =
  | 'invalid_input'
  | 'not_found'
  | 'not_signed_in'
  | 'forbidden'
  | 'not_a_person'
  | 'content_changed'
  | 'wrong_status'
  | 'undo_window_over'
  | 'on_dnc'
  | 'blocked_by_policy'
  | 'already_exists'
  | 'person_erased'
  | 'suppression_is_add_only'
  | 'confirmation_missing'
  | 'wrong_credentials'
  | 'throttled'
  | 'lease_lost'
  | 'idempotency_key_reused'
  | 'origin_not_allowed'
  | 'payload_too_large';

export function refusal(
  code: RefusalCode,
  message: string,
  more: { lift?: string; details?: Record<string, unknown> } = {},
): Refusal {
  return { kind: 'refusal', code, message, ...more };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refusal';
}

/**
 * A bundler may load this module several times in one process (a page, a route, the code that runs at start): what one of them throws,
 * another must recognise. So `instanceof` asks for a mark, not for the class.
 */
const refusedMark = Symbol.for('re-engine.refused');
const faultMark = Symbol.for('re-engine.fault');

function isMarked(value: unknown, mark: symbol): boolean {
  return typeof value === 'object' && value !== null && mark in value;
}

/** A refusal on its way to the edge, where one mapper turns it into an answer. */
export class Refused extends Error {
  readonly [refusedMark] = true;
  readonly refusal: Refusal;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value, refusedMark);
  }
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}

/** Throws when `value` is a refusal, else hands it on. */
export function orThrow<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Refused(value);
  return value;
}

export type FaultCode =
  | 'store_unwritable'
  | 'store_damaged'
  | 'store_unsupported'
  | 'store_closed'
  | 'store_contended'
  | 'config_invalid'
  | 'channel_unreachable'
  | 'channel_credentials'
  | 'unreadable_message';

/** The world failed. `retryable` says whether the same call may succeed later; `cause` keeps what was caught. */
export class Fault extends Error {
  readonly [faultMark] = true;
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isMarked(value, faultMark);
  }
  readonly code: FaultCode;
  readonly retryable: boolean;
  constructor(code: FaultCode, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.retryable = options.retryable;
  }
}

/** Exit code of a process that cannot work until a person changes something (sysexits.h EX_CONFIG): starting it again would not help. */
export const needsAPerson = 78;

/** What a process that could not start exits with: a full disk or a busy file may be better in a moment, a damaged journal will not. */
export function exitCodeOf(error: unknown): number {
  return error instanceof Fault && ['store_damaged', 'store_unsupported', 'config_invalid'].includes(error.code) ? needsAPerson : 1;
}

/** Ends every switch over a union: an unhandled member does not compile. */
export function never(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
