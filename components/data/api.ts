import { z } from 'zod';

/** The one way the console asks the server. A refusal or failure arrives as an `ApiProblem`; callers switch on `code`. */

const problemShape = z.looseObject({
  code: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  lift: z.string().optional(),
});

export class ApiProblem extends Error {
  /** The server's stable code. Of a question `offline` when it could not be asked, `unreadable` when its answer made no sense; of a write `no_answer` for both: it may have been done. */
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly lift: string | null;
  /** What the server added beyond the standard fields: the field at fault, seconds to wait, … */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(fields: { code: string; status: number; title: string; detail: string; lift?: string | null; details?: Record<string, unknown>; cause?: unknown }) {
    super(fields.detail || fields.title, { cause: fields.cause });
    this.name = 'ApiProblem';
    this.code = fields.code;
    this.status = fields.status;
    this.title = fields.title;
    this.detail = fields.detail;
    this.lift = fields.lift ?? null;
    this.details = fields.details ?? {};
  }
}

export type Query = Readonly<Record<string, string | number | null | undefined>>;

export function withQuery(path: string, query: Query): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string | number] => pair[1] !== null && pair[1] !== undefined && pair[1] !== '');
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString()}`;
}

export function get<T>(path: string, options: { query?: Query; signal?: AbortSignal } = {}): Promise<T> {
  return ask<T>('GET', withQuery(path, options.query ?? {}), undefined, options.signal);
}

/** A write. The key makes a repeat of the same write harmless: when its answer is lost it is asked once more. Who keeps a key of their own repeats it themselves. */
export function send<T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown = {}, key?: string): Promise<T> {
  return key === undefined ? write<T>(method, path, body) : ask<T>(method, path, body, undefined, key);
}

/** A file as it is, for routes that take one. */
export function sendFile<T>(path: string, file: Blob): Promise<T> {
  return write<T>('POST', path, file);
}

/** These leave a file and commit nothing, so no key keeps them from being done twice. */
const unrepeatable: ReadonlySet<string> = new Set(['/api/sandbox/messages', '/api/sandbox/answers']);

async function write<T>(method: string, path: string, body: unknown): Promise<T> {
  const key = newKey();
  try {
    return await ask<T>(method, path, body, undefined, key);
  } catch (error) {
    if (!isProblem(error, 'no_answer') || unrepeatable.has(path)) throw error;
    // What was done under this key is answered again, not done again.
    return await ask<T>(method, path, body, undefined, key).catch((again: unknown) => {
      throw saysNothingOfTheFirst(again) ? error : again;
    });
  }
}

/** Refused at the door, before anybody looked at the key, or failed: that the second time came to nothing does not say so of the first. */
const saysNothingOfTheFirst = (error: unknown) => isProblem(error) && (error.status === 401 || error.status === 403 || error.status >= 500);

async function ask<T>(method: string, path: string, body?: unknown, signal?: AbortSignal, key = newKey()): Promise<T> {
  const { status, ok, text } = await reach(method, path, body, signal, key);
  if (status === 204) return undefined as T;
  const value = readJson(text);
  if (ok && value !== undefined) return value as T;
  throw problemOf(method, status, value);
}

interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly text: string;
}

async function reach(method: string, path: string, body: unknown, signal: AbortSignal | undefined, key: string): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) {
    headers['content-type'] = body instanceof Blob ? 'application/octet-stream' : 'application/json';
    headers['idempotency-key'] = key;
  }
  try {
    const answer = await fetch(path, { method, headers, credentials: 'same-origin', cache: 'no-store', ...(body !== undefined && { body: body instanceof Blob ? body : JSON.stringify(body) }), ...(signal && { signal }) });
    return { status: answer.status, ok: answer.ok, text: await answer.text() };
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiProblem({ status: 0, title: 'The server cannot be reached', cause, ...(method === 'GET' ? { code: 'offline', detail: 'Nothing was changed. It is tried again when the connection is back.' } : noAnswer) });
  }
}

/** `randomUUID` exists only on secure origins; the console also runs on plain HTTP inside a house. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Of a write nobody here can tell whether it was done: the request may have arrived. */
const noAnswer = { code: 'no_answer', detail: 'No answer came. Whether it was done is not known; look at it as it is now.' } as const;

function problemOf(method: string, status: number, value: unknown): ApiProblem {
  const read = problemShape.safeParse(value);
  if (!read.success)
    return new ApiProblem({ status, title: `The server answered ${status}`, ...(method === 'GET' ? { code: 'unreadable', detail: 'Its answer could not be read. Nothing more is known.' } : noAnswer) });
  const { code, title, detail, lift, ...details } = read.data;
  return new ApiProblem({ code, status, title, detail: detail ?? '', lift: lift ?? null, details });
}

export function isProblem(error: unknown, code?: string): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}
