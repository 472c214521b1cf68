import { expect, test } from 'vitest';
import { conversationFor, referredIds } from './threading.ts';

const lee = { leadId: 'lea_lee', contactId: null };
const eve = { leadId: 'lea_eve', contactId: null };
const known = (person: { leadId: string | null; contactId: string | null }, conversationId: string, channel: 'email' | 'whatsapp' = 'email') => ({ ...person, channel, conversationId });

test('a reply goes on where the answered message was', () =>
  expect(conversationFor({ channel: 'email', person: lee, referred: [known(lee, 'con_2'), known(lee, 'con_1')], latestConversationId: 'con_9' })).toBe('con_2'));

test('a reference to another person’s message is never followed', () =>
  expect(conversationFor({ channel: 'email', person: eve, referred: [known(lee, 'con_1')], latestConversationId: null })).toBeNull());

test('a reference over another channel is never followed', () =>
  expect(conversationFor({ channel: 'email', person: lee, referred: [known(lee, 'con_1', 'whatsapp')], latestConversationId: null })).toBeNull());

test('a stranger is the same stranger by the contact card, and nobody without one', () => {
  const card = { leadId: null, contactId: 'crd_1' };
  expect(conversationFor({ channel: 'email', person: card, referred: [known(card, 'con_1')], latestConversationId: null })).toBe('con_1');
  expect(conversationFor({ channel: 'email', person: { leadId: null, contactId: null }, referred: [known({ leadId: null, contactId: null }, 'con_1')], latestConversationId: null })).toBeNull();
  expect(conversationFor({ channel: 'email', person: card, referred: [known({ ...lee, contactId: 'crd_1' }, 'con_1')], latestConversationId: null })).toBeNull();
});

test('e-mail without a reference begins anew, a chat goes on', () => {
  expect(conversationFor({ channel: 'email', person: lee, referred: [], latestConversationId: 'con_1' })).toBeNull();
  expect(conversationFor({ channel: 'whatsapp', person: lee, referred: [], latestConversationId: 'con_1' })).toBe('con_1');
  expect(conversationFor({ channel: 'whatsapp', person: lee, referred: [], latestConversationId: null })).toBeNull();
});

test('the answered message comes first, then the newest reference; thousands are cut', () => {
  expect(referredIds({ inReplyTo: 'c', references: ['a', 'b', 'c'], threadKey: 't' })).toEqual(['c', 'b', 'a', 't']);
  expect(referredIds({ inReplyTo: null, references: Array.from({ length: 5000 }, (_, i) => `m${i}`), threadKey: null })).toHaveLength(30);
});
