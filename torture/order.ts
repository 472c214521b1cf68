/** What was asked for on the command line, or what is wrong with it. */

export type Asked =
  | { readonly ok: true; readonly campaign: string; readonly n: number | null; readonly seed: number | null }
  | { readonly ok: false; readonly why: string };

const largest = { n: 1_000_000_000, seed: 0xffff_ffff };

export function readOrder(words: readonly string[], campaigns: readonly string[]): Asked {
  const numbers: { n: number | null; seed: number | null } = { n: null, seed: null };
  let campaign: string | null = null;
  for (let i = 0; i < words.length; i++) {
    const [word = '', glued] = (words[i] ?? '').split('=', 2);
    if (word === '--n' || word === '--seed') {
      const name = word === '--n' ? 'n' : 'seed';
      const value = glued ?? words[++i] ?? '';
      const least = name === 'n' ? 1 : 0;
      if (!/^\d{1,10}$/.test(value) || Number(value) < least || Number(value) > largest[name])
        return { ok: false, why: `${word} takes a whole number from ${least} to ${largest[name]}, not “${value}”.` };
      numbers[name] = Number(value);
    } else if (word.startsWith('-')) return { ok: false, why: `There is no option “${word}”.` };
    else if (campaign !== null) return { ok: false, why: `One campaign at a time: “${campaign}” or “${word}”.` };
    else campaign = words[i] ?? '';
  }
  if (campaign === null) return { ok: false, why: 'Which campaign?' };
  if (!campaigns.includes(campaign)) return { ok: false, why: `There is no campaign “${campaign}”.` };
  return { ok: true, campaign, ...numbers };
}
