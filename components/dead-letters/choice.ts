import type { ApprovalView } from '#lib/approvals/schema.ts';

/** Which of a list something is to be done with: some of those shown, or all that fit but a few. Pure. */

export type Choice =
  | { readonly kind: 'some'; readonly ids: ReadonlySet<string> }
  /** Of those that fit this filter; of another one nothing is chosen. */
  | { readonly kind: 'all'; readonly of: string; readonly except: ReadonlySet<string> };

export const nothing: Choice = { kind: 'some', ids: new Set() };

const without = (ids: ReadonlySet<string>, id: string) => new Set([...ids].filter((each) => each !== id));

/** The choice under the filter that is shown now. */
export function standing(choice: Choice, filter: string): Choice {
  return choice.kind === 'all' && choice.of !== filter ? nothing : choice;
}

export function isChosen(choice: Choice, id: string): boolean {
  return choice.kind === 'all' ? !choice.except.has(id) : choice.ids.has(id);
}

export function withOne(choice: Choice, id: string, chosen: boolean): Choice {
  if (choice.kind === 'all') return { ...choice, except: chosen ? without(choice.except, id) : new Set([...choice.except, id]) };
  return { kind: 'some', ids: chosen ? new Set([...choice.ids, id]) : without(choice.ids, id) };
}

export const allShown = (shown: readonly ApprovalView[]): Choice => ({ kind: 'some', ids: new Set(shown.map(({ id }) => id)) });
export const allThatFit = (filter: string): Choice => ({ kind: 'all', of: filter, except: new Set() });

/** What left the list meanwhile is not chosen any more. */
export function countChosen(choice: Choice, shown: readonly ApprovalView[], total: number): number {
  if (choice.kind === 'all') return Math.max(0, total - choice.except.size);
  return shown.filter(({ id }) => choice.ids.has(id)).length;
}
