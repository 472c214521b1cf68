import type { Actor } from '#lib/accounts/actor.ts';
import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import type { Call, World } from '#lib/world.ts';
import type { Rule } from './routes.ts';
import { callerOf } from './caller.ts';
import { underKey } from './under-key.ts';
import { logTrouble } from './log-trouble.ts';
import { answerProblem, problemOf } from './problem.ts';
import { refuseForeignOrigin } from './origin.ts';
import { runtime } from './runtime.ts';

const bodyBytesMax = 12 * 1024 * 1024;
/** A body that is too large is read on for a while and thrown away, so that its sender hears the answer. */
const drainedBytesMax = 10 * bodyBytesMax;

export interface Asked {
  readonly call: Call;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  /** What a verb parses, in one object: the path parameters, and the query of a question, the JSON body of a write, or what stands beside a file. */
  readonly input: Readonly<Record<string, unknown>>;
  /** The raw body, for routes that take files. */
  readonly bytes: Uint8Array;
}

type Context = { params: Promise<Record<string, string>> };
export type Handler = (request: Request, context: Context) => Promise<Response>;

/**
 * One door for every request: who asks, may they, is the origin ours, is the body sound; then the verb; then its answer or a problem.
 * `rule` is the route's line in the table of routes.
 */
export function route(rule: Rule, handle: (asked: Asked) => Promise<unknown>): Handler {
  return async (request, context) => {
    const correlationId = requestId(request);
    try {
      const world = await runtime();
      const actor = await allowed(rule, world, request);
      const params = await context.params;
      const bytes = rule.body === 'ignored' ? new Uint8Array() : await bodyOf(request);
      const body = rule.body === undefined ? jsonOf(request, bytes) : {};
      const query = queryOf(rule, request);
      const asked: Call = { world, actor, correlationId };
      const call = rule.permission === 'public' ? asked : await underItsKey(asked, request, bytes);
      const answer = await handle({ call, request, params, bytes, input: { ...query, ...body, ...params } });
      if (answer instanceof Response) return answer;
      return Response.json(answer, { status: rule.created ? 201 : 200, headers: { 'cache-control': 'no-store', 'x-request-id': correlationId } });
    } catch (error) {
      // Whoever asked has hung up, and the work ended with that: nothing broke.
      if (!request.signal.aborted || error !== request.signal.reason) logTrouble(error, { correlationId, method: request.method, path: new URL(request.url).pathname });
      return answerProblem(problemOf(error, correlationId));
    }
  };
}

const nobody: Actor = { kind: 'lead', id: 'nobody', name: 'Nobody' };

async function allowed(rule: Rule, world: World, request: Request): Promise<Actor> {
  if (rule.permission === 'public') return nobody;
  const actor = await callerOf(world, request);
  if (!actor) throw new Refused(refusal('not_signed_in', 'Sign in first, or send a valid token.', { lift: 'Sign in to the console, or ask an admin for a token.' }));
  if (request.method !== 'GET' && actor.kind === 'person') refuseForeignOrigin(request);
  const forbidden = rule.permission === 'self' ? null : mayDo(actor, rule.permission);
  if (forbidden) throw new Refused(forbidden);
  return actor;
}

function requestId(request: Request): string {
  const given = request.headers.get('x-request-id');
  return given && /^[\w.-]{1,64}$/.test(given) ? given : crypto.randomUUID();
}

async function bodyOf(request: Request): Promise<Uint8Array> {
  if (request.method === 'GET' || !request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size <= bodyBytesMax) chunks.push(chunk);
    else if (size > drainedBytesMax) break;
  }
  if (size > bodyBytesMax) throw new Refused(refusal('payload_too_large', `The body is larger than ${bodyBytesMax / 1024 / 1024} MiB.`));
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) !== size) throw new Refused(refusal('invalid_input', `The body has ${size} bytes; ${declared} were announced. Nothing was done.`));
  return Buffer.concat(chunks);
}

function jsonOf(request: Request, bytes: Uint8Array): Record<string, unknown> {
  if (bytes.length === 0) return {};
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? ''))
    throw new Refused(refusal('invalid_input', 'The body must be JSON.', { lift: 'Send it with Content-Type: application/json.' }));
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  throw new Refused(refusal('invalid_input', 'The body is not a JSON object.'));
}

/** What a write does stands in its body, where all of it is read strictly and nothing lands in a server's log; beside a file there is only the query. */
function queryOf(rule: Rule, request: Request): Record<string, string> {
  if (rule.body === 'ignored') return {};
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const [first] = Object.keys(query);
  if (first === undefined || request.method === 'GET' || rule.body === 'bytes') return query;
  throw new Refused(refusal('invalid_input', 'A write says what is to be done in its body. Nothing was done.', { lift: 'Put it into the JSON body.', details: { field: first } }));
}

/** A client's key is scoped to who sent it and bound to what was sent with it; a question does nothing that it could keep from being done twice. Nobody in particular has none: theirs would be one another's. */
async function underItsKey(call: Call, request: Request, bytes: Uint8Array): Promise<Call> {
  const key = request.headers.get('idempotency-key');
  if (key === null || request.method === 'GET') return call;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw new Refused(refusal('invalid_input', 'Idempotency-Key must have 1 to 200 visible ASCII characters.'));
  const { pathname, search } = new URL(request.url);
  return underKey(call, `${call.actor.kind}:${call.actor.id}:${key}`, Buffer.concat([Buffer.from(`${request.method} ${pathname}${search}\n`), bytes]));
}
