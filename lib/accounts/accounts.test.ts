import { beforeEach, describe, expect, test } from 'vitest';
import { Refused, type Refusal } from '#lib/errors.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { addUser } from './add-user.ts';
import type { Actor, Role } from './actor.ts';
import { authenticateToken } from './authenticate-token.ts';
import { changeRole } from './change-role.ts';
import { checkSession } from './check-session.ts';
import { createToken } from './create-token.ts';
import { disableUser } from './disable-user.ts';
import { enableUser } from './enable-user.ts';
import { listTokens } from './list-tokens.ts';
import { checkPassword, hashPassword, verifyPassword } from './password.ts';
import { revokeToken } from './revoke-token.ts';
import { setPassword } from './set-password.ts';
import { signIn } from './sign-in.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { throttledUntil, triesId } from './throttle.ts';

/** Users, sign-in, sessions and tokens on the store in memory, with real argon2id. */

const password = 'heron lamp quartz';
const admin: Actor = { kind: 'operator', id: 'root', name: 'root' };
const minute = 60_000;

let t: ReturnType<typeof createTestWorld>;
beforeEach(() => {
  t = createTestWorld();
});

const add = (email: string, role: Role = 'agent', key?: string) => addUser(t.as(admin, key), { email, role, password });
const enter = (email: string, given = password, networkAddress: string | null = '192.0.2.1') =>
  signIn({ world: t.world, correlationId: 'cor_1', networkAddress, secret: 'test secret' }, { email, password: given });

async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  const caught = await doing.then(() => null, (error: unknown) => error);
  if (!(caught instanceof Refused)) throw caught ?? new Error('it was not refused');
  return caught.refusal;
}
const codeOf = async (doing: Promise<unknown>) => (await refusalOf(doing)).code;

describe('passwords', () => {
  test.each([
    ['too short', 'heron lam'], ['the e-mail itself', 'ana.ruiz@example.com'], ['the name of the account', 'xx Ana.Ruiz xx'], ['one letter over and over', 'aaaaaaaaaaaa'],
  ])('%s is refused', (_what, bad) => expect(checkPassword(bad, 'ana.ruiz@example.com')?.code).toBe('invalid_input'));
  test('a short account name does not forbid a letter', () => expect(checkPassword(password, 'a@example.com')).toBeNull());
  test('what is kept is argon2id with its parameters, never the same twice', async () => {
    const [one, two] = [await hashPassword(password), await hashPassword(password)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await verifyPassword(one, password)).toBe(true);
    expect(await verifyPassword(one, `${password} `)).toBe(false);
  });
});

describe('signing in', () => {
  test('in any spelling of the address', async () => {
    const user = await add('Ana@Example.COM');
    expect(user).toMatchObject({ email: 'ana@example.com', hasPassword: true });
    expect(await enter(' ANA@example.com')).toMatchObject({ userId: user.id, role: 'agent', sessionVersion: 1 });
  });

  test('unknown, disabled and wrong get one answer', async () => {
    await add('ana@example.com');
    const gone = await add('gone@example.com');
    await disableUser(t.as(admin), { id: gone.id });
    const answers = [await refusalOf(enter('nobody@example.com')), await refusalOf(enter('gone@example.com')), await refusalOf(enter('ana@example.com', 'wrong password'))];
    expect(answers[0]).toMatchObject({ code: 'wrong_credentials' });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test('five failures shut an account for a quarter of an hour, from wherever they came', async () => {
    await add('ana@example.com');
    for (let i = 0; i < 5; i++) expect(await codeOf(enter('ana@example.com', 'wrong password', `192.0.2.${i}`))).toBe('wrong_credentials');
    expect(await refusalOf(enter('ana@example.com', password, '192.0.2.9'))).toMatchObject({ code: 'throttled', details: { retryAfterSeconds: 900 } });
    t.pass(15 * minute - 1);
    expect(await codeOf(enter('ana@example.com'))).toBe('throttled');
    t.pass(1);
    expect(await enter('ana@example.com')).toMatchObject({ email: 'ana@example.com' });
  });

  test('accounts that do not exist are shut the same way', async () => {
    for (let i = 0; i < 5; i++) await refusalOf(enter('nobody@example.com'));
    expect(await codeOf(enter('nobody@example.com'))).toBe('throttled');
  });

  test('twenty failures shut a network address for every account', async () => {
    await add('ana@example.com');
    for (let i = 0; i < 20; i++) await refusalOf(enter(`somebody${i}@example.com`));
    expect(await codeOf(enter('ana@example.com'))).toBe('throttled');
    expect(await enter('ana@example.com', password, '198.51.100.7')).toMatchObject({ role: 'agent' });
  });

  test('guesses made at the same time learn no more than guesses in a row', async () => {
    await add('ana@example.com');
    const codes = await Promise.all(Array.from({ length: 12 }, () => codeOf(enter('ana@example.com', 'wrong password'))));
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'throttled')).toHaveLength(7);
  });

  test('success forgets the failures of the account', async () => {
    await add('ana@example.com');
    for (let i = 0; i < 4; i++) await refusalOf(enter('ana@example.com', 'wrong password'));
    await enter('ana@example.com');
    for (let i = 0; i < 4; i++) expect(await codeOf(enter('ana@example.com', 'wrong password'))).toBe('wrong_credentials');
    expect(await enter('ana@example.com')).toBeDefined();
  });

  test('the journal holds no name, address or password of a failed try', async () => {
    await refusalOf(enter('nobody@example.com', 'a secret guess', '203.0.113.5'));
    const text = JSON.stringify((await t.world.store.events({}, { cursor: null, limit: 100 })).items);
    expect(text).toContain('SignInFailed');
    expect(text).not.toMatch(/nobody|secret guess|203\.0\.113/);
    expect(triesId('one', 'account', 'a')).not.toBe(triesId('two', 'account', 'a'));
  });

  test('a clock that goes back opens nothing', () => {
    const limit = { failures: 2, windowMs: 1000 };
    expect(throttledUntil([5000, 5001], limit, 1)).toBe(6000);
    expect(throttledUntil([5000, 5001], limit, 6000)).toBeNull();
  });
});

describe('sessions', () => {
  const session = async (id: string) => checkSession(t.world.store, { userId: id, sessionVersion: 1 });

  test.each([
    ['disabling', (id: string) => disableUser(t.as(admin), { id })], ['another role', (id: string) => changeRole(t.as(admin), { id, role: 'viewer' })],
    ['another password', (id: string) => setPassword(t.as(admin), { id, password: 'otter sleigh mango' })], ['signing out everywhere', (id: string) => signOutEverywhere(t.as(admin), { id })],
  ])('%s ends them at once', async (_what, change) => {
    const { id } = await add('ana@example.com');
    expect(await session(id)).toEqual({ kind: 'person', id, name: 'ana', role: 'agent' });
    await change(id);
    expect(await session(id)).toBeNull();
  });

  test('an enabled user signs in again, under another session number', async () => {
    const { id } = await add('ana@example.com');
    await disableUser(t.as(admin), { id });
    await enableUser(t.as(admin), { id });
    expect(await session(id)).toBeNull();
    expect(await enter('ana@example.com')).toMatchObject({ sessionVersion: 2 });
  });

  test('only the new password counts, and a repeated change leaves it standing', async () => {
    const { id } = await add('ana@example.com');
    const next = 'otter sleigh mango';
    await setPassword(t.as(admin, 'k'), { id, password: next });
    await setPassword(t.as(admin, 'k'), { id, password: next });
    expect(await codeOf(enter('ana@example.com'))).toBe('wrong_credentials');
    expect(await enter('ana@example.com', next)).toMatchObject({ userId: id });
  });
});

describe('users', () => {
  test('one address, one user; the same request again is no second one', async () => {
    const one = await add('ana@example.com', 'agent', 'k');
    expect(await add('ana@example.com', 'agent', 'k')).toEqual(one);
    expect(await codeOf(add('ANA@example.com'))).toBe('already_exists');
    expect(await enter('ana@example.com')).toMatchObject({ userId: one.id });
  });

  test('the last active admin stays one', async () => {
    const [one, two] = [await add('one@example.com', 'admin'), await add('two@example.com', 'admin')];
    await disableUser(t.as(admin), { id: two.id });
    expect(await codeOf(disableUser(t.as(admin), { id: one.id }))).toBe('wrong_status');
    expect(await codeOf(changeRole(t.as(admin), { id: one.id, role: 'manager' }))).toBe('wrong_status');
    await enableUser(t.as(admin), { id: two.id });
    expect(await changeRole(t.as(admin), { id: one.id, role: 'manager' })).toMatchObject({ role: 'manager' });
  });
});

describe('tokens', () => {
  test('a token is a machine whatever its role, until it is revoked', async () => {
    const made = await createToken(t.as(admin), { name: 'assistant', role: 'admin' });
    expect(await authenticateToken(t.world, made.token)).toEqual({ kind: 'token', id: made.id, name: 'assistant', role: 'admin' });
    await revokeToken(t.as(admin), { id: made.id });
    expect(await authenticateToken(t.world, made.token)).toBeNull();
  });

  test('its text is shown once and kept nowhere', async () => {
    const { token } = await createToken(t.as(admin), { name: 'assistant', role: 'viewer' });
    const secret = token.slice(-43);
    expect(token).toMatch(/^re_/);
    const kept = JSON.stringify([await listTokens(t.as(admin)), (await t.world.store.events({}, { cursor: null, limit: 100 })).items]);
    expect(kept).not.toContain(secret);
  });

  test('anything else is nobody', async () => {
    const { token } = await createToken(t.as(admin), { name: 'assistant', role: 'viewer' });
    const last = token.endsWith('A') ? 'B' : 'A';
    for (const text of ['', 're_', `${token.slice(0, -1)}${last}`, `${token}x`, token.slice(1), token.toUpperCase()]) expect(await authenticateToken(t.world, text)).toBeNull();
  });

  test('a repeated request does not hand out a text that opens nothing', async () => {
    const made = await createToken(t.as(admin, 'k'), { name: 'assistant', role: 'viewer' });
    expect(await refusalOf(createToken(t.as(admin, 'k'), { name: 'assistant', role: 'viewer' }))).toMatchObject({ code: 'already_exists', details: { id: made.id } });
    expect(await authenticateToken(t.world, made.token)).not.toBeNull();
  });
});

test('where clients cannot be told apart, one that guesses does not lock out the others', { timeout: 60_000 }, async () => {
  for (let i = 0; i < 25; i++) await expect(enter(`nobody${i}@example.com`, 'a wrong guess', null)).rejects.toMatchObject({ refusal: { code: 'wrong_credentials' } });
  for (let i = 0; i < 20; i++) await expect(enter(`other${i}@example.com`, 'a wrong guess', '198.51.100.7')).rejects.toMatchObject({ refusal: { code: 'wrong_credentials' } });
  await expect(enter('other99@example.com', 'a wrong guess', '198.51.100.7')).rejects.toMatchObject({ refusal: { code: 'throttled' } });
  await expect(enter('nobody99@example.com', 'a wrong guess', null)).rejects.toMatchObject({ refusal: { code: 'wrong_credentials' } });
});
