import { join } from 'node:path';
import type { Channel } from '../channel.ts';

/** Where the sandbox keeps what was "sent" and what leads "wrote", one file a message. */
export const outboxOf = (dataDir: string, channel: Channel) => join(dataDir, 'sandbox', 'outbox', channel);
export const inboxOf = (dataDir: string, channel: Channel) => join(dataDir, 'sandbox', 'inbox', channel);
