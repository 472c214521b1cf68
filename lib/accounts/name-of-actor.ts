import type { Reads } from '#lib/store/port.ts';

/** What people call whoever stands behind an `actor` of the journal, as a sentence begins. */
export async function nameOfActor(reads: Reads, actor: string): Promise<string> {
  const at = actor.indexOf(':');
  const [kind, id] = [actor.slice(0, at), actor.slice(at + 1)];
  if (kind === 'person') return (await reads.accounts.user(id))?.name ?? id;
  if (kind === 'token') return `Token ${(await reads.accounts.token(id))?.name ?? id}`;
  if (kind === 'worker') return 'The worker';
  if (kind === 'file') return 'A file edit';
  return kind === 'operator' ? `Operator ${id}` : 'The lead';
}
