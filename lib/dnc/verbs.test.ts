import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { ana, machines, mel } from '#lib/approvals/given.ts';
import { Refused, type Refusal } from '#lib/errors.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { addDncEntry } from './add-entry.ts';
import { canonicalDncValue } from './canonical.ts';
import { listDncEntries } from './list-entries.ts';
import { removeDncEntry } from './remove-entry.ts';
import { dncListSchema } from './schema.ts';

/** The Do-Not-Contact list as people and machines work with it; what it does to drafts is told in lib/approvals. */

let t: ReturnType<typeof createTestWorld>;
beforeEach(() => {
  t = createTestWorld();
});

const add = (entry: object, actor: Actor = ana, key?: string) => addDncEntry(t.as(actor, key), { kind: 'email', value: 'jo@example.com', reason: 'asked', ...entry });

async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  const caught = await doing.then(() => null, (error: unknown) => error);
  if (!(caught instanceof Refused)) throw caught ?? new Error('it was not refused');
  return caught.refusal;
}

describe('values', () => {
  test.each([
    ['email', ' Jo＠Example.COM ', 'jo@example.com'], ['phone', '(303) 555-0142', '+13035550142'], ['domain', 'https://Example.com/path', 'example.com'],
    ['domain', '@bücher.example', 'xn--bcher-kva.example'], ['domain', '*.example.com', 'example.com'], ['handle', 'Telegram:@Jo_Park', 'telegram:jo_park'],
    ['handle', 'linkedin:https://www.linkedin.com/in/jo-park/', 'linkedin:jo-park'],
  ] as const)('%s %s is kept as %s', (kind, raw, kept) => expect(canonicalDncValue(kind, raw, 'US')).toBe(kept));

  test.each([['email', 'jo@@example.com'], ['email', 'jo@example'], ['phone', '1.4E+10'], ['domain', 'not a domain'], ['handle', 'jo_park'], ['handle', 'email:jo']] as const)(
    '%s %s is refused by its field', (kind, raw) => expect(canonicalDncValue(kind, raw, 'US')).toMatchObject({ code: 'invalid_input', details: { field: 'value' } }),
  );
});

describe('adding', () => {
  test('what is there already is quietly answered with, in any spelling and under a wider entry', async () => {
    const first = await add({ value: 'jo.park@gmail.com' });
    const { seq } = await t.world.store.head();
    for (const again of [{ value: 'JoPark+x@googlemail.com' }, { value: 'jo.park@gmail.com', channel: 'whatsapp' }]) expect(await add(again)).toMatchObject({ id: first.id, blockedCount: 0 });
    expect((await t.world.store.head()).seq).toBe(seq);
  });

  test('a wider entry is added beside a narrow one', async () => {
    const narrow = await add({ channel: 'whatsapp' });
    expect((await add({ channel: 'all' })).id).not.toBe(narrow.id);
    expect(dncListSchema.parse(await listDncEntries(t.as(ana), {})).total).toBe(2);
  });

  test('two who add the same person at once have one entry', async () => {
    const [one, two] = await Promise.all([add({}), add({})]);
    expect(one.id).toBe(two.id);
  });

  test('a repeated request answers as the first', async () => expect(await add({}, ana, 'k')).toEqual(await add({}, ana, 'k')));

  test('a lead must be there', async () => {
    expect((await refusalOf(add({ kind: 'lead', value: 'lea_none' }))).code).toBe('not_found');
    const jo = await addLead(t.as(ana), { name: 'Jo Park' });
    expect(await add({ kind: 'lead', value: jo.id })).toMatchObject({ leadName: 'Jo Park', addedBy: 'person:usr_ana', source: 'console' });
  });
});

describe('removing', () => {
  const remove = (actor: Actor, id: string, more: object = {}) => removeDncEntry(t.as(actor), { id, reason: 'they asked us to write', confirm: true, ...more });

  test.each([...machines, { kind: 'token', id: 'tok_m', name: 'm', role: 'manager' } as const])('a $kind never removes', async (actor) => {
    const { id } = await add({});
    expect((await refusalOf(remove(actor, id))).code).toBe('suppression_is_add_only');
    expect((await listDncEntries(t.as(ana), {})).total).toBe(1);
  });

  test('an agent is told whom to ask', async () => {
    const { id } = await add({});
    expect(await refusalOf(remove(ana, id))).toMatchObject({ code: 'forbidden', details: { needed: 'manager' } });
  });

  test('a manager gives a reason and confirms', async () => {
    const { id } = await add({});
    expect((await refusalOf(remove(mel, id, { reason: ' ' }))).code).toBe('invalid_input');
    expect((await refusalOf(remove(mel, id, { confirm: false }))).code).toBe('confirmation_missing');
    expect(await remove(mel, id)).toMatchObject({ status: 'removed', removedBy: 'person:usr_mel', removalReason: 'they asked us to write' });
    expect((await refusalOf(remove(mel, id))).code).toBe('not_found');
    expect((await listDncEntries(t.as(ana), { status: 'removed' })).items.map((entry) => entry.id)).toEqual([id]);
  });

  test('what was removed can be added anew', async () => {
    const { id } = await add({});
    await remove(mel, id);
    expect((await add({})).id).not.toBe(id);
  });
});
