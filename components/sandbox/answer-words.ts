import type { Answers, Effect } from '#lib/channels/sandbox/list-answers.ts';

type PlannedAnswer = Answers['items'][number]['next'][number];

/** What comes of an answer, as a sentence. */
export const effectWords: Readonly<Record<Effect, string>> = {
  again: 'The message is tried again later; after the last try it is a dead letter.',
  rests: 'It says nothing of the message: the channel rests, and everything on it waits.',
  desk: 'The message is a dead letter at once, for a person.',
  listed: 'The message is a dead letter, and the address is not written to on this channel again.',
  uncertain: 'Nobody knows whether it arrived: it is not sent again before a person says so.',
};

/** A wait means something where the channel is asked again by itself. */
export const mayAskForTime = (effect: Effect) => effect === 'again' || effect === 'rests';

/** What is answered next, those that are alike counted together. */
export function plannedWords(next: readonly PlannedAnswer[]): string {
  const runs: { words: string; count: number }[] = [];
  for (const { name, retryAfterSeconds } of next) {
    const words = retryAfterSeconds === null ? name : `${name}, asking for ${retryAfterSeconds.toLocaleString('en')} s`;
    const last = runs.at(-1);
    if (last?.words === words) last.count += 1;
    else runs.push({ words, count: 1 });
  }
  return runs.map(({ words, count }) => (count === 1 ? words : `${count} × ${words}`)).join(', then ');
}

/** A number when it is one; anything else as it was typed, for the server to say what is wrong with it. */
export const asTyped = (text: string): number | string => (/^\d+$/.test(text.trim()) ? Number(text) : text);
