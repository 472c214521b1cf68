import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { readConfig } from '#lib/config.ts';
import { Refused } from '#lib/errors.ts';
import { openRuntime } from '#lib/runtime.ts';
import type { Call } from '#lib/world.ts';
import type { Channel } from '../channel.ts';
import type { Dispatch } from '../port.ts';
import { afterSend, closed } from '../breaker.ts';
import { createSandboxAdapter } from './adapter.ts';
import { answersOf, outboxOf } from './folders.ts';
import { forgetAnswers } from './forget-answers.ts';
import { listAnswers } from './list-answers.ts';
import { planAnswers } from './plan-answers.ts';

const never = new AbortController().signal;
const agent: Actor = { kind: 'person', id: 'usr_1', name: 'Ana', role: 'agent' };
let call: Call;

beforeEach(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-answers-'));
  const config = readConfig({ RE_DATA_DIR: dataDir });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const world = await openRuntime(config.settings);
  call = { world, actor: agent, correlationId: 'cor_1' };
  onTestFinished(async () => {
    await world.close();
    rmSync(dataDir, { recursive: true });
  });
});

function open(channel: Channel) {
  const { settings, clock } = call.world;
  const adapter = createSandboxAdapter({ channel, sender: 'us', dataDir: settings.dataDir, clock });
  const send = (attempt: number) => adapter.send(dispatch(channel, attempt), { signal: never });
  return { send, delivered: () => names(outboxOf(settings.dataDir, channel)) };
}

function dispatch(channel: Channel, attempt: number): Dispatch {
  const content = { channel, sender: 'us', recipient: 'them', subject: null, body: 'Hello', attachments: [] };
  return { approvalId: 'apr_1', idempotencyKey: `apr_1.${attempt}`, attempt, content, references: [], unsubscribe: null, startedAt: 0 };
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

test('a channel answers what it was told, in that order, delivers nothing meanwhile, and delivers again', async () => {
  const { send, delivered } = open('telegram');
  await planAnswers(call, { channel: 'telegram', name: '429', retryAfterSeconds: 35 });
  const { next } = await planAnswers(call, { channel: 'telegram', name: '403/bot was blocked by the user' });
  expect(next.map(({ name }) => name)).toEqual(['429', '403/bot was blocked by the user']);
  expect(await send(1)).toMatchObject({ kind: 'refused', transient: true, code: 'limited', retryAfterMs: 35_000, evidence: 'Telegram answered 429: Too many requests' });
  expect(await send(2)).toMatchObject({ kind: 'refused', transient: false, unwanted: true });
  expect(delivered()).toEqual([]);
  expect(await send(3)).toMatchObject({ kind: 'accepted' });
  expect(delivered()).toEqual(['apr_1.3.json']);
});

test('one channel is told, the others deliver', async () => {
  await planAnswers(call, { channel: 'whatsapp', name: '131047' });
  expect(await open('messenger').send(1)).toMatchObject({ kind: 'accepted' });
  expect(await open('whatsapp').send(1)).toMatchObject({ kind: 'refused', code: 'whatsapp_131047' });
});

test('of many that are sent at once each answer is given to one', async () => {
  await planAnswers(call, { channel: 'email', name: '451', times: 20 });
  const { send, delivered } = open('email');
  const outcomes = await Promise.all(Array.from({ length: 50 }, (_, i) => send(i + 1)));
  expect(outcomes.filter(({ kind }) => kind === 'refused')).toHaveLength(20);
  expect(delivered()).toHaveLength(30);
});

test('what was said is taken back: the next message is delivered', async () => {
  await planAnswers(call, { channel: 'email', name: 'no_answer', times: 3 });
  expect(await forgetAnswers(call, { channel: 'email' })).toEqual({ next: [] });
  expect(await open('email').send(1)).toMatchObject({ kind: 'accepted' });
});

test('every answer that a channel is said to have gives what it is said to give', async () => {
  const limits = { failures: 5, restMs: 60_000, successes: 3 };
  for (const { channel, possible } of (await listAnswers(call)).items) {
    const { send, delivered } = open(channel);
    for (const [i, { name, effect }] of possible.entries()) {
      await planAnswers(call, { channel, name });
      const outcome = await send(i + 1);
      expect([name, outcome.kind]).toEqual([name, effect === 'uncertain' ? 'unknown' : 'refused']);
      if (outcome.kind !== 'refused') continue;
      const { transient, nobodyThere = false, unwanted = false, code, evidence: why } = outcome;
      const rests = ['rests', 'rests_if_repeated'].includes(effect);
      expect([name, transient, nobodyThere, unwanted]).toEqual([name, effect === 'again' || rests, effect === 'address_listed', effect === 'person_listed']);
      if (rests) expect([name, afterSend(closed, { code, why }, 0, limits).kind]).toEqual([name, effect === 'rests' ? 'open' : 'closed']);
    }
    expect(delivered()).toEqual([]);
  }
});

test('mail is answered as a mail server would: what it says of a mailbox, of the way there and of us is told apart', async () => {
  const { items } = await listAnswers(call);
  const effects = Object.fromEntries(items.find(({ channel }) => channel === 'email')?.possible.map(({ name, effect }) => [name, effect]) ?? []);
  expect(effects).toEqual({
    421: 'rests_if_repeated', 450: 'again', 451: 'again', 452: 'again', 535: 'rests', 550: 'address_listed', 552: 'dead_letter', 554: 'dead_letter', unreachable: 'rests_if_repeated', no_answer: 'uncertain',
  });
});

test('a wait can be told where it comes back with the answer, and nowhere else', async () => {
  for (const { channel, possible } of (await listAnswers(call)).items) {
    const { send } = open(channel);
    for (const [i, { name, mayNameWait }] of possible.entries()) {
      const told = planAnswers(call, { channel, name, retryAfterSeconds: 35 });
      if (!mayNameWait) {
        await expect(told).rejects.toThrow('asks for no wait');
        continue;
      }
      await told;
      expect([name, await send(i + 1)]).toEqual([name, expect.objectContaining({ retryAfterMs: 35_000 })]);
    }
  }
});

test('what is stopped on its way spends no answer', async () => {
  await planAnswers(call, { channel: 'email', name: '451' });
  const { settings, clock } = call.world;
  const adapter = createSandboxAdapter({ channel: 'email', sender: 'us', dataDir: settings.dataDir, clock });
  expect(await adapter.send(dispatch('email', 1), { signal: never, lastLook: () => Promise.resolve('they said stop') })).toMatchObject({ code: 'stopped' });
  expect((await listAnswers(call)).items.find(({ channel }) => channel === 'email')?.next).toEqual([{ name: '451', retryAfterSeconds: null }]);
});

test('told and taken back at the same time, everything is done and nothing breaks', async () => {
  await Promise.all(Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? planAnswers(call, { channel: 'email', name: '451', times: 20 }) : forgetAnswers(call, { channel: 'email' }))));
  await forgetAnswers(call, { channel: 'email' });
  expect(await open('email').send(1)).toMatchObject({ kind: 'accepted' });
});

test.each([
  ['an answer it does not have', { channel: 'telegram', name: '131047' }, 'invalid_input'],
  ['a wait of nothing', { channel: 'telegram', name: '429', retryAfterSeconds: 0 }, 'invalid_input'],
  ['a wait where none is named', { channel: 'telegram', name: '403/bot was blocked by the user', retryAfterSeconds: 60 }, 'invalid_input'],
  ['a wait of a mail server', { channel: 'email', name: '451', retryAfterSeconds: 60 }, 'invalid_input'],
  ['to nobody', { channel: 'telegram', name: '429', times: 0 }, 'invalid_input'],
  ['too many', { channel: 'telegram', name: '429', times: 101 }, 'invalid_input'],
])('%s is refused', async (_, input, code) => {
  expect(await planAnswers(call, input).catch((error: unknown) => (error instanceof Refused ? error.refusal.code : error))).toBe(code);
  expect((await listAnswers(call)).items.flatMap(({ next }) => next)).toEqual([]);
});

test('a hundred wait, no more', async () => {
  await planAnswers(call, { channel: 'linkedin', name: 'limit', times: 100 });
  await expect(planAnswers(call, { channel: 'linkedin', name: 'limit' })).rejects.toThrow('100 answers wait already');
});

test('a viewer tells nothing and takes nothing back, and reads it', async () => {
  const viewer: Call = { ...call, actor: { ...agent, role: 'viewer' } };
  await expect(planAnswers(viewer, { channel: 'email', name: '451' })).rejects.toThrow();
  await expect(forgetAnswers(viewer, { channel: 'email' })).rejects.toThrow();
  expect((await listAnswers(viewer)).items).toHaveLength(5);
});

test('a channel that reaches people cannot be told anything', async () => {
  const email = { from: 'Ana <ana@example.com>' } as NonNullable<Call['world']['settings']['email']>;
  const real: Call = { ...call, world: { ...call.world, settings: { ...call.world.settings, email } } };
  await expect(planAnswers(real, { channel: 'email', name: '451' })).rejects.toThrow('E-mail is not in the sandbox.');
  expect((await listAnswers(real)).items.map(({ channel }) => channel)).toEqual(['whatsapp', 'telegram', 'linkedin', 'messenger']);
});

test('an off channel cannot be told anything', async () => {
  const off: Call = { ...call, world: { ...call.world, settings: { ...call.world.settings, sandbox: false } } };
  await expect(planAnswers(off, { channel: 'telegram', name: '429' })).rejects.toThrow('Telegram is not in the sandbox.');
  expect((await listAnswers(off)).items).toEqual([]);
});

test('what somebody else left there is passed over: no answer of ours, a wait that makes no sense, a folder', async () => {
  await planAnswers(call, { channel: 'email', name: '451' });
  const folder = answersOf(call.world.settings.dataDir, 'email');
  writeFileSync(join(folder, '0.json'), '{"what": 1');
  writeFileSync(join(folder, '1.json'), '{"name":"450","retryAfterSeconds":1e13}');
  mkdirSync(join(folder, '2.json'));
  expect((await listAnswers(call)).items).toHaveLength(5);
  expect(await open('email').send(1)).toMatchObject({ kind: 'refused', code: 'smtp_451' });
});
