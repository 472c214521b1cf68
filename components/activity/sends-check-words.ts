import type { SendsCheckView } from '#lib/audit/schema.ts';

/** How a check of all sends reads. Pure. */

/** What is so of each send when nothing was found. */
export const promises = [
  'A person approved exactly what went out, and the time to take it back was over.',
  'Nothing was begun again that went out or may have, unless a person said so.',
  'Nothing was begun after its recipient was on the Do-Not-Contact list.',
];

/** Several may be wrong with one send, and not with its beginning alone. */
export function faultsWords(problemCount: number): string {
  return `${problemCount === 1 ? '1 fault was' : `${problemCount.toLocaleString('en')} faults were`} found. Pause the channels and ask whoever runs this installation.`;
}

export function tally({ attempts, accepted, refused, uncertain, open }: Pick<SendsCheckView, 'attempts' | 'accepted' | 'refused' | 'uncertain' | 'open'>): string {
  if (attempts === 0) return 'Nothing was ever sent from here.';
  const parts = ([[accepted, 'went out'], [refused, refused === 1 ? 'was refused' : 'were refused'], [uncertain, uncertain === 1 ? 'is uncertain' : 'are uncertain'], [open, open === 1 ? 'is on its way' : 'are on their way']] as const).filter(([n]) => n > 0);
  return `${attempts.toLocaleString('en')} ${attempts === 1 ? 'send was' : 'sends were'} begun: ${parts.map(([n, what]) => `${n.toLocaleString('en')} ${what}`).join(', ')}.`;
}
