import type { ApprovalView } from '#lib/approvals/schema.ts';
import { originWords } from './words.ts';

/** Who wrote a draft, and whether a person changed it since. What a person wrote counts as theirs from the first, so there only another text tells. Pure. */
export function draftWords(approval: ApprovalView): string {
  const isEdited = approval.editedByPerson && (approval.origin.kind !== 'person' || approval.body !== approval.firstBody);
  return isEdited ? `${originWords(approval)}, edited by a person` : originWords(approval);
}
