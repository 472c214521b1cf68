import type { Answers } from '#lib/channels/sandbox/list-answers.ts';

type Possible = Answers['items'][number]['possible'][number];
type Effect = Possible['effect'];
type PlannedAnswer = Answers['items'][number]['next'][number];

/** What comes of an answer, as a sentence. */
const effectWords: Readonly<Record<Effect, string>> = {
  again: 'The message is tried again later; after the last try it is a dead letter.',
  rests: 'It says nothing of the message: the channel rests, and everything on it waits.',
  rests_if_repeated: 'It says nothing of the message, which is tried again; when it happens again and again the channel rests.',
  dead_letter: 'The message is a dead letter at once, for a person.',
  address_listed: 'The message is a dead letter, and the address goes on the Do-Not-Contact list of the channel.',
  person_listed: 'They said stop: the message is a dead letter, and the person goes on the Do-Not-Contact list, for all channels.',
  uncertain: 'Nobody knows whether it arrived: it is not sent again before a person says so.',
};

export function effectSentence({ effect, mayNameWait }: Pick<Possible, 'effect' | 'mayNameWait'>): string {
  return effect === 'rests_if_repeated' && mayNameWait ? `${effectWords[effect]} With a wait it rests at once.` : effectWords[effect];
}

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
export const asTyped = (text: string): number | string => (/^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : text);
