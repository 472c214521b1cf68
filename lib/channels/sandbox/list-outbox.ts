import { join } from 'node:path';
import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { channels, type Channel } from '../channel.ts';
import { deliveredIn } from './adapter.ts';
import { outboxOf } from './folders.ts';
import { namesIn } from './names-in.ts';

export interface Delivered {
  readonly approvalId: string;
  readonly channel: Channel;
  readonly sender: string;
  readonly recipient: string;
  readonly subject: string | null;
  readonly body: string;
  /** Name of the template it was sent as; null when it was free text. */
  readonly template: string | null;
  readonly deliveredAt: string;
}

/** What the sandbox delivered, newest first, at most 200. */
export async function listOutbox(call: Call): Promise<{ items: Delivered[] }> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const all = await Promise.all(channels.map((channel) => deliveredOn(outboxOf(call.world.settings.dataDir, channel))));
  const items = all.flat().sort((a, b) => b.deliveredAt - a.deliveredAt).slice(0, 200);
  return {
    items: items.map(({ approvalId, channel, sender, recipient, subject, body, template, deliveredAt }) => ({
      approvalId, channel, sender, recipient, subject, body, template: template?.name ?? null, deliveredAt: iso(deliveredAt),
    })),
  };
}

async function deliveredOn(folder: string) {
  const names = await namesIn(folder);
  const newest = names.filter((name) => name.endsWith('.json')).sort().slice(-200);
  const read = await Promise.all(newest.map((name) => deliveredIn(join(folder, name))));
  return read.filter((each) => each !== null);
}
