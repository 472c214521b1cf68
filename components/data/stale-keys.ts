import { z } from 'zod';
import { keys } from './keys.ts';

/** Which kept answers an event on the stream makes old. Pure. */

const shape = z.object({ subject: z.object({ kind: z.string(), id: z.string() }) });

type Key = readonly unknown[];

const byKind: Readonly<Record<string, readonly Key[]>> = {
  approval: [keys.approvals.all, keys.policy.all, keys.sandbox.all, keys.leads.ones],
  lead: [keys.leads.all, keys.approvals.lists],
  contact: [keys.contacts],
  message: [keys.conversations.all, keys.contacts, keys.leads.all],
  conversation: [keys.conversations.all, keys.leads.all],
  dnc: [keys.dnc, keys.policy.all, keys.leads.all],
  user: [keys.users, keys.me],
  token: [keys.tokens],
  signin: [],
  channel: [keys.channels, keys.ready, keys.policy.all],
  workspace: [keys.tableEdits],
  policy: [keys.policy.all, keys.approvals.all],
};

/** `data` is one event of the stream as JSON. What cannot be read makes everything old: better asked twice than shown wrong. */
export function staleKeys(data: string): Key[] {
  const read = shape.safeParse(parsed(data));
  const known = read.success ? byKind[read.data.subject.kind] : undefined;
  return known ? [...known, keys.activity] : [[]];
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
