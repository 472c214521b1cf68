import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { Channel } from '../channel.ts';
import { answersOf } from './folders.ts';
import { namesIn } from './names-in.ts';
import { outcomeInSandbox } from './possible-answers.ts';

/** What a person told a channel of the sandbox to answer, each to one message, in the order they said. */

/** Seven days (s). */
export const waitSecondsMax = 7 * 86_400;

export const plannedAnswer = z.object({ name: z.string(), retryAfterSeconds: z.number().int().min(1).max(waitSecondsMax).nullable() });
export type PlannedAnswer = z.infer<typeof plannedAnswer>;

/** Those that wait, the next first. */
export async function plannedAnswers(dataDir: string, channel: Channel): Promise<readonly PlannedAnswer[]> {
  const folder = answersOf(dataDir, channel);
  const read = await Promise.all((await inOrder(folder)).map((name) => readPlanned(join(folder, name))));
  return read.filter((each) => each !== null);
}

/** Takes the next one; null when nothing was said, and the message is delivered. Each is given to one message alone, whoever asks at the same time. */
export async function takeNextAnswer(dataDir: string, channel: Channel): Promise<Outcome | null> {
  const folder = answersOf(dataDir, channel);
  for (const name of await inOrder(folder)) {
    const path = join(folder, name);
    const planned = await readPlanned(path);
    if (!(await removed(path)) || planned === null) continue;
    const { retryAfterSeconds } = planned;
    const outcome = outcomeInSandbox(channel, planned.name, retryAfterSeconds === null ? null : retryAfterSeconds * 1000);
    if (outcome !== null) return outcome;
  }
  return null;
}

export async function removeAnswers(dataDir: string, channel: Channel): Promise<void> {
  const folder = answersOf(dataDir, channel);
  await Promise.all((await inOrder(folder)).map((name) => removed(join(folder, name))));
}

const inOrder = async (folder: string) => (await namesIn(folder)).filter((name) => name.endsWith('.json')).sort();

/** Null when somebody else took it, or it is none of ours. */
async function readPlanned(path: string): Promise<PlannedAnswer | null> {
  try {
    return plannedAnswer.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError || isNoFile(error)) return null;
    throw error;
  }
}

/** Whether this call was the one that removed it. */
async function removed(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (isNoFile(error)) return false;
    throw error;
  }
}

/** Gone already, or a folder that somebody made there. */
function isNoFile(error: unknown): boolean {
  return ['ENOENT', 'EISDIR', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '');
}
