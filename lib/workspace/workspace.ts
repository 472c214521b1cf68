import type { ActorRef } from '#lib/accounts/actor.ts';
import { never } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';

/** What happened to the data as a whole (subject id: `workspace`): backups, tables that a person edited, people who were erased. Pure. */

export const workspaceId = 'workspace';

export interface Backup {
  readonly place: string;
  readonly headSeq: number;
  readonly headHash: string;
  readonly bytes: number;
  readonly at: number;
  readonly by: ActorRef;
}

/** A table for people that somebody changed by hand: what was taken in, and what was left out and why. */
export interface TableEdit {
  readonly table: string;
  /** Name of the copy in the data folder; empty when nothing was left out. */
  readonly keptAs: string;
  /** Rows taken in. */
  readonly taken: number;
  /** Differences that were not applied. */
  readonly left: number;
  /** The first few of them, in words without anybody's data: these records are never blanked. */
  readonly differences: readonly string[];
  readonly at: number;
  /** Who has seen what was left out, and when; null while nobody has. */
  readonly dismissed: { readonly by: ActorRef; readonly at: number } | null;
}

/** A person whose data is to be taken out of everything that is stored. */
export interface Erasure {
  readonly leadId: string;
  /** `kind:id` of everything whose records are blanked. */
  readonly subjects: readonly string[];
  readonly artifacts: readonly string[];
  /** Of the record that says so: records before it are blanked. */
  readonly seq: number;
  readonly at: number;
  readonly by: ActorRef;
  readonly reason: string;
  readonly finishedAt: number | null;
}

export interface Workspace {
  readonly id: string;
  /** Oldest first, all three; the last fifty of each but for erasures, which are all there. */
  readonly backups: readonly Backup[];
  readonly edits: readonly TableEdit[];
  readonly erasures: readonly Erasure[];
}

export type WorkspaceEvent =
  | { readonly type: 'BackupMade'; readonly place: string; readonly headSeq: number; readonly headHash: string; readonly bytes: number }
  | { readonly type: 'TableEditKept'; readonly table: string; readonly keptAs: string; readonly taken: number; readonly left: number; readonly differences: readonly string[] }
  /** Somebody has seen what was left out of a table that was changed by hand. */
  | { readonly type: 'TableEditDismissed'; readonly table: string; readonly keptAs: string }
  /** A person says that a journal which lacks records that were signed is meant to be so: it ended with record `endsAt`, and those up to `keeps` are as they were signed. */
  | {
      readonly type: 'HistoryAccepted'; readonly reason: string; readonly found: 'began_anew' | 'another_journal' | 'cut' | 'rewritten';
      readonly endsAt: number; readonly keeps: number; readonly signedSeq: number; readonly signedHash: string; readonly signedAt: string;
    }
  /** Another key signs heads from here on; `isLinked` when the old one signed that it is so. */
  | { readonly type: 'SigningKeyReplaced'; readonly keyId: string; readonly before: string | null; readonly isLinked: boolean }
  /** The data of an erased person is gone from every file that is named in `files`. */
  | { readonly type: 'ErasureFinished'; readonly leadId: string; readonly records: number; readonly files: readonly string[] };

const kept = 50;

export const emptyWorkspace: Workspace = { id: workspaceId, backups: [], edits: [], erasures: [] };

export function evolveWorkspace(state: Workspace | null, event: Recorded<WorkspaceEvent>): Workspace {
  const current = state ?? emptyWorkspace;
  switch (event.type) {
    case 'BackupMade': {
      const { place, headSeq, headHash, bytes } = event;
      return { ...current, backups: [...current.backups, { place, headSeq, headHash, bytes, at: event.at, by: event.actor }].slice(-kept) };
    }
    case 'TableEditKept': {
      const { table, keptAs, taken, left, differences } = event;
      return { ...current, edits: [...current.edits, { table, keptAs, taken, left, differences, at: event.at, dismissed: null }].slice(-kept) };
    }
    case 'TableEditDismissed':
      return { ...current, edits: current.edits.map((edit) => (edit.keptAs === event.keptAs && !edit.dismissed ? { ...edit, dismissed: { by: event.actor, at: event.at } } : edit)) };
    case 'HistoryAccepted':
    case 'SigningKeyReplaced':
      return current;
    case 'ErasureFinished':
      if (!current.erasures.some((erasure) => erasure.leadId === event.leadId)) throw new Error(`ErasureFinished: lead ${event.leadId} is not being erased`);
      return { ...current, erasures: current.erasures.map((erasure) => (erasure.leadId === event.leadId && erasure.finishedAt === null ? { ...erasure, finishedAt: event.at } : erasure)) };
    default:
      return never(event);
  }
}

export function withErasure(state: Workspace | null, erasure: Erasure): Workspace {
  const current = state ?? emptyWorkspace;
  return { ...current, erasures: [...current.erasures, erasure] };
}
