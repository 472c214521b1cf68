import { join } from 'node:path';
import type { Channel } from '../channel.ts';

/** Where the sandbox keeps what was "sent", what leads "wrote" and what its channels are to answer next, one file each. */
export const outboxOf = (dataDir: string, channel: Channel) => join(dataDir, 'sandbox', 'outbox', channel);
export const inboxOf = (dataDir: string, channel: Channel) => join(dataDir, 'sandbox', 'inbox', channel);
export const answersOf = (dataDir: string, channel: Channel) => join(dataDir, 'sandbox', 'answers', channel);
