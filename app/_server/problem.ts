import { Fault, Refused, type FaultCode, type RefusalCode } from '#lib/errors.ts';

/** RFC 9457 problem details: the one place where trouble becomes an HTTP answer. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** What would lift a refusal. */
  readonly lift?: string;
  readonly correlationId: string;
  readonly [extension: string]: unknown;
}

const statusOfRefusal: Readonly<Record<RefusalCode, number>> = {
  invalid_input: 400, not_signed_in: 401, wrong_credentials: 401, forbidden: 403, not_a_person: 403, suppression_is_add_only: 403,
  origin_not_allowed: 403, not_found: 404, content_changed: 409, wrong_status: 409, undo_window_over: 409, already_exists: 409, person_erased: 409,
  lease_lost: 409, on_dnc: 409, blocked_by_policy: 409, payload_too_large: 413, confirmation_missing: 422,
  idempotency_key_reused: 422, throttled: 429,
};

const statusOfFault: Readonly<Record<FaultCode, number>> = {
  store_unwritable: 503, store_damaged: 503, store_unsupported: 503, store_closed: 503, store_contended: 503, config_invalid: 503,
  channel_unreachable: 502, channel_credentials: 502, unreadable_message: 422,
};

export function problemOf(error: unknown, correlationId: string): Problem {
  if (error instanceof Refused) {
    const { code, message, lift, details } = error.refusal;
    return { ...details, type: typeOf(code), title: titleOf(code), status: statusOfRefusal[code], code, detail: message, ...(lift && { lift }), correlationId };
  }
  if (error instanceof Fault)
    return { type: typeOf(error.code), title: titleOf(error.code), status: statusOfFault[error.code], code: error.code, detail: error.message, retryable: error.retryable, correlationId };
  return { type: typeOf('bug'), title: 'Something broke', status: 500, code: 'bug', detail: 'This is a fault in the product; nothing was changed. Its number helps to find it.', correlationId };
}

export function answerProblem(problem: Problem): Response {
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': problem.correlationId };
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer realm="re-engine"';
  if (typeof problem.retryAfterSeconds === 'number') headers['retry-after'] = String(problem.retryAfterSeconds);
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

const typeOf = (code: string) => `urn:re-engine:problem:${code}`;

function titleOf(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
