import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Presence } from '../port.ts';
import { codeOf, readFileIfThere } from '../journal/files.ts';
import { replaceFile } from '../journal/replace-file.ts';

const beat = z.object({ instance: z.string(), atMs: z.number(), facts: z.record(z.string(), z.unknown()) });
type Beat = z.infer<typeof beat>;

/** Who is forgotten: a process that has not said anything for so long. */
const keptMs = 10 * 60_000;

/** One small file per process, replaced without fsync: it may be lost with the power, as the process is. */
export function filePresence(folder: string): Presence {
  const beats = (role: string): { path: string; beat: Beat }[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith(`${role}.`) && name.endsWith('.json'))
      .flatMap((name) => {
        const path = join(folder, name);
        const read = readBeat(path);
        return read ? [{ path, beat: read }] : [];
      });
  return {
    beat: async (role, instance, nowMs, facts) => {
      const name = instance.replace(/[^A-Za-z0-9_-]/g, '_');
      replaceFile(join(folder, `${role}.${name}.json`), JSON.stringify({ instance, atMs: nowMs, facts }), { durable: false });
      for (const old of beats(role)) if (old.beat.atMs < nowMs - keptMs) rmSync(old.path, { force: true });
    },
    seen: async (role) => beats(role).reduce<Beat | null>((newest, { beat: one }) => (newest && newest.atMs >= one.atMs ? newest : one), null),
  };
}

function readBeat(path: string): Beat | null {
  try {
    const text = readFileIfThere(path)?.toString('utf8');
    return text === undefined ? null : beat.parse(JSON.parse(text));
  } catch (error) {
    // A file that somebody changed by hand or that came out empty after power loss: as if the process had said nothing.
    if (error instanceof SyntaxError || error instanceof z.ZodError || codeOf(error) === 'EISDIR') return null;
    throw error;
  }
}
