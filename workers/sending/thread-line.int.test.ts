import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { scriptedSmtp, type ScriptedSmtp, type SmtpPhase, type Reaction } from '#lib/channels/email/testing/scripted-smtp.ts';
import { readConfig } from '#lib/config.ts';
import type { Line, Turn } from '#lib/dispatch/line.ts';
import { noteOf } from '#lib/store/csv/begun-notes.ts';
import { openCsvStore, type CsvStore } from '#lib/store/csv/open-store.ts';
import { threadLine } from './thread-line.ts';

let folder: string | null = null;
let smtp: ScriptedSmtp | null = null;
let store: CsvStore | null = null;
let line: Line | null = null;
afterEach(async () => {
  await line?.close();
  await smtp?.close();
  await store?.close();
  if (folder) rmSync(folder, { recursive: true });
  folder = smtp = store = line = null;
});

async function opened(script: Partial<Record<SmtpPhase, Reaction>> = {}, { isThere = true, patienceMs = 60_000 } = {}) {
  folder = mkdtempSync(join(tmpdir(), 're-thread-'));
  store = await openCsvStore({ dataDir: folder });
  smtp = await scriptedSmtp(script);
  const config = readConfig({ RE_DATA_DIR: folder, RE_SANDBOX: 'off', RE_EMAIL_SMTP_URL: `smtp://ana:any@127.0.0.1:${smtp.port}`, RE_EMAIL_FROM: 'Ana <ana@example.com>' });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  line = threadLine({ channel: 'email', settings: { ...config.settings, dataDir: isThere ? folder : join(folder, 'nowhere') }, worker: 'here/1/aa' }, patienceMs);
  return { line, smtp, mayHaveBegun: (n: number) => noteOf(join(folder!, 'run'), 'here/1/aa', 'email', `apr_${n}.1`).kind !== 'not_begun' };
}

const turn = (n: number, over: Partial<Turn> = {}): Turn => ({
  dispatch: { approvalId: `apr_${n}`, idempotencyKey: `apr_${n}.1`, attempt: 1, unsubscribe: null, references: [], startedAt: Date.now(), content: { channel: 'email', sender: 'ana@example.com', recipient: `lead${n}@example.org`, subject: 'House', body: `House ${n}`, attachments: [] } } satisfies Dispatch,
  askedAgoMs: 0, ageMsMax: 10_000, failuresKnown: 0, ...over,
});
/** What it inherits does not cross over to the thread, which falls over what it misses. */
const broken = (n: number): Turn => Object.assign(Object.create({ dispatch: turn(n).dispatch }) as Turn, { askedAgoMs: 0, ageMsMax: 10_000, failuresKnown: 0 });
const never = new AbortController().signal;

/** Somebody who is asked, and what was asked. */
function looking(answer: () => Promise<string | null> = () => Promise.resolve(null)) {
  let asked = 0;
  const lastLook = () => {
    asked += 1;
    return answer();
  };
  return { options: { signal: never, lastLook }, asked: () => asked };
}

test('messages go out one after another over one connection, in the order they were given', async () => {
  const { line, smtp } = await opened();
  const { options } = looking();
  const outcomes = await Promise.all([1, 2, 3, 4, 5].map((n) => line.send(turn(n), options)));
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(5).fill('accepted'));
  expect(smtp.messages.map((message) => /^To: (lead\d)/m.exec(message)?.[1])).toEqual(['lead1', 'lead2', 'lead3', 'lead4', 'lead5']);
  expect(smtp.connections()).toBe(1);
});

test('what the thread cannot see by itself is asked, and the answer counts: stopped, or not to be known, nothing leaves', async () => {
  const { line, smtp } = await opened();
  const said = looking(() => Promise.resolve('they said stop'));
  expect(await line.send(turn(1), said.options)).toMatchObject({ kind: 'refused', transient: true, code: 'stopped', evidence: expect.stringContaining('they said stop') });
  expect(said.asked()).toBe(1);
  const broken = looking(() => Promise.reject(new Error('the journal is damaged')));
  expect(await line.send(turn(2, { failuresKnown: 1 }), broken.options)).toMatchObject({ kind: 'refused', transient: true, code: 'unchecked', evidence: expect.stringContaining('the journal is damaged') });
  expect(smtp.messages).toEqual([]);
});

test('the answer to an earlier look says nothing of a later one, when the connection was made anew between them', async () => {
  const { line, smtp } = await opened();
  await line.send(turn(1), looking().options);
  const [firstAsked, secondAsked] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let hasSaidStop = false;
  let asked = 0;
  const lastLook = async () => {
    asked += 1;
    const why = hasSaidStop ? 'they said stop' : null;
    (asked === 1 ? firstAsked : secondAsked).resolve();
    await (asked === 1 ? secondAsked.promise : new Promise((resolve) => setTimeout(resolve, 200)));
    return why;
  };
  const sending = line.send(turn(2), { signal: never, lastLook });
  await firstAsked.promise;
  hasSaidStop = true;
  smtp.endAll('cut');
  expect(await sending).toMatchObject({ kind: 'refused', code: 'stopped' });
  expect(smtp.messages).toHaveLength(1);
});

test('what may leave is noted before it is looked at for the last time; what waits for its turn is not', async () => {
  const { line, smtp, mayHaveBegun } = await opened({ payload: 'stall', dot: 'stall' });
  const atTheLook: boolean[] = [];
  await line.send(turn(1), looking(async () => {
    atTheLook.push(mayHaveBegun(1), mayHaveBegun(2));
    return 'they said stop';
  }).options);
  expect(atTheLook).toEqual([true, false]);
  const ending = new AbortController();
  const options = { ...looking().options, signal: ending.signal };
  const both = Promise.all([line.send(turn(2, { failuresKnown: 1 }), options), line.send(turn(3, { failuresKnown: 1 }), options)]);
  await smtp.reached('dot');
  expect([2, 3].map(mayHaveBegun)).toEqual([true, false]);
  ending.abort();
  await both;
});

test('one that did not go through keeps back those behind it until that is known', async () => {
  const { line, smtp } = await opened({ dot: '451 later' });
  const { options } = looking();
  const outcomes = await Promise.all([1, 2, 3].map((n) => line.send(turn(n), options)));
  expect(outcomes).toMatchObject([{ kind: 'refused', code: 'smtp_451' }, { kind: 'refused', code: 'not_begun' }, { kind: 'refused', code: 'not_begun' }]);
  expect(await line.send(turn(2, { failuresKnown: 3 }), options)).toMatchObject({ code: 'smtp_451' });
  expect(smtp.messages).toHaveLength(2);
});

test('asked to end while the server is silent, nobody knows what became of it, and those behind it were not begun', async () => {
  const { line, smtp } = await opened({ dot: 'stall' });
  const ending = new AbortController();
  const options = { ...looking().options, signal: ending.signal };
  const both = Promise.all([line.send(turn(1), options), line.send(turn(2), options)]);
  await smtp.reached('dot');
  ending.abort();
  expect(await both).toMatchObject([{ kind: 'unknown' }, { kind: 'refused', code: 'not_begun' }]);
});

test('what is given while the worker ends is not begun', async () => {
  const { line, smtp } = await opened();
  const options = { ...looking().options, signal: AbortSignal.abort() };
  expect(await Promise.all([line.send(turn(1), options), line.send(turn(2), options)])).toMatchObject([{ code: 'not_begun' }, { code: 'not_begun' }]);
  expect(smtp.connections()).toBe(0);
});

test('a thread that falls over leaves it open what became of the message it had begun, and of no other; the next one goes through another', async () => {
  const script: Partial<Record<SmtpPhase, Reaction>> = { dot: 'stall' };
  const { line, smtp } = await opened(script);
  const { options } = looking();
  const both = [line.send(turn(1), options), line.send(turn(2), options)];
  await smtp.reached('dot');
  expect(await Promise.all([...both, line.send(broken(3), options)])).toMatchObject([{ kind: 'unknown', evidence: expect.stringContaining('gave no answer') }, { code: 'not_begun' }, { code: 'not_begun' }]);
  expect(smtp.messages).toHaveLength(1);
  script.dot = '250 taken';
  expect(await line.send(turn(4, { failuresKnown: 3 }), options)).toMatchObject({ kind: 'accepted' });
});

test('what is given while a thread ends is not begun, and the next thread counts on', async () => {
  const script: Partial<Record<SmtpPhase, Reaction>> = { dot: 'stall' };
  const { line, smtp } = await opened(script);
  const { options } = looking();
  const before = [line.send(turn(1), options), line.send(turn(2), options)];
  await smtp.reached('dot');
  before.push(line.send(broken(3), options));
  script.dot = '250 taken';
  const meanwhile: Promise<Outcome>[] = [];
  let isSettled = false;
  void Promise.all(before).then(() => (isSettled = true));
  for (let n = 10; !isSettled; n++) {
    meanwhile.push(line.send(turn(n), options));
    await new Promise(setImmediate);
  }
  expect((await Promise.all(meanwhile)).every((outcome) => outcome.kind === 'refused' && outcome.code === 'not_begun')).toBe(true);
  script.dot = '451 later';
  const failuresKnown = before.length + meanwhile.length;
  const next = await Promise.all([5001, 5002, 5003].map((n) => line.send(turn(n, { failuresKnown }), options)));
  expect(next).toMatchObject([{ code: 'smtp_451' }, { code: 'not_begun' }, { code: 'not_begun' }]);
});

test('a thread that answers nothing is given up; one that was asked nothing may be silent', async () => {
  const script: Partial<Record<SmtpPhase, Reaction>> = {};
  const { line, smtp } = await opened(script, { patienceMs: 2000 });
  const { options } = looking();
  await line.send(turn(1), options);
  await new Promise((resolve) => setTimeout(resolve, 5000));
  await line.send(turn(2), options);
  expect(smtp.connections()).toBe(1);
  script.dot = 'stall';
  const both = [line.send(turn(3), options), line.send(turn(4), options)];
  expect(await Promise.all(both)).toMatchObject([{ kind: 'unknown', evidence: expect.stringContaining('did not answer') }, { code: 'not_begun' }]);
  script.dot = '250 taken';
  expect(await line.send(turn(5, { failuresKnown: 1 }), options)).toMatchObject({ code: 'not_begun' });
  expect(await line.send(turn(5, { failuresKnown: 3 }), options)).toMatchObject({ kind: 'accepted' });
});

test('a worker that stood still hears what its thread said meanwhile before it gives it up', async () => {
  const { line, smtp } = await opened({}, { patienceMs: 2000 });
  const { options } = looking();
  const first = line.send(turn(1), options);
  const second = line.send(turn(2), options);
  await smtp.reached('dot');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5000);
  expect(await Promise.all([first, second])).toMatchObject([{ kind: 'accepted' }, { kind: 'accepted' }]);
  expect(await line.send(turn(3), options)).toMatchObject({ kind: 'accepted' });
  expect(smtp.connections()).toBe(1);
});

test('one that was silent because it was asked nothing is not given up when it is asked just as its patience would end', async () => {
  const patienceMs = 2000;
  const { line, smtp } = await opened({}, { patienceMs });
  const { options } = looking();
  await line.send(turn(1), options);
  // Several times: a thread that answers within that very turn says nothing of one that does not.
  for (let n = 2; n <= 6; n++) {
    // Timers of one length end in the order they were set: its patience first, and this one in the same turn.
    await new Promise((resolve) => setTimeout(resolve, patienceMs));
    expect(await line.send(turn(n), options)).toMatchObject({ kind: 'accepted' });
  }
  expect(smtp.connections()).toBe(1);
});

test('a thread that cannot begin hands nothing over, and says so', async () => {
  const { line, smtp } = await opened({}, { isThere: false });
  expect(await line.send(turn(1), looking().options)).toMatchObject({ kind: 'refused', transient: true, code: 'unchecked', evidence: expect.stringContaining('nothing was handed over') });
  expect(smtp.messages).toEqual([]);
});
