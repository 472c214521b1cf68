import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Damage, recordIn } from '#lib/store/journal/chain.ts';
import type { DncFields } from '#lib/dnc/entry.ts';
import type { Address } from '#lib/leads/address.ts';
import { nodeFiles } from '#lib/store/journal/files.ts';
import { eventOf, header, type JournalRecord } from '#lib/store/journal/record.ts';
import { Segment, segmentNumbers } from '#lib/store/journal/segment.ts';
import type { Backup } from '#lib/workspace/workspace.ts';

/**
 * What the journal that is about to be set aside knows and no restored history may forget: who said stop, who was erased, what went
 * out, who was shut out. Read line by line, so that a damaged journal tells what can still be read of it.
 */
export interface KnownSince {
  /** Entries that were added and not taken off again, by id. */
  readonly dnc: ReadonlyMap<string, DncFields>;
  readonly erased: ReadonlySet<string>;
  /** By approval: the last attempt to send, and whether the channel said that it did not take it. */
  readonly attempts: ReadonlyMap<string, { readonly attempt: number; readonly refused: boolean }>;
  /** Of each lead, every address it ever had here. */
  readonly addresses: ReadonlyMap<string, readonly Address[]>;
  readonly disabledUsers: ReadonlySet<string>;
  readonly revokedTokens: ReadonlySet<string>;
  readonly backups: readonly Omit<Backup, 'at' | 'by'>[];
  /** Files that could not be read at all. */
  readonly unread: readonly string[];
}

class Gathered {
  readonly dnc = new Map<string, DncFields>();
  readonly erased = new Set<string>();
  readonly attempts = new Map<string, { attempt: number; refused: boolean }>();
  readonly addresses = new Map<string, Address[]>();
  readonly disabledUsers = new Set<string>();
  readonly revokedTokens = new Set<string>();
  readonly backups: Omit<Backup, 'at' | 'by'>[] = [];
  readonly unread: string[] = [];

  take(record: JournalRecord): void {
    const event = eventOf(record);
    const { id } = event.subject;
    switch (event.type) {
      case 'DncEntryAdded':
        return void this.dnc.set(id, event.fields);
      case 'DncEntryRemoved':
        return void this.dnc.delete(id);
      case 'LeadAdded':
        return void this.addresses.set(id, [...event.fields.addresses]);
      case 'LeadEdited':
        return void this.addresses.set(id, [...(this.addresses.get(id) ?? []), ...(event.changes.addresses ?? [])]);
      case 'LeadErased':
        for (const subject of event.subjects) this.dnc.delete(subject.replace(/^dnc:/, ''));
        this.addresses.delete(id);
        return void this.erased.add(id);
      case 'DispatchStarted':
        return void this.attempts.set(id, { attempt: event.attempt, refused: false });
      case 'DispatchRefused':
        return void this.attempts.set(id, { attempt: event.attempt, refused: true });
      case 'UserDisabled':
        return void this.disabledUsers.add(id);
      case 'UserEnabled':
        return void this.disabledUsers.delete(id);
      case 'TokenRevoked':
        return void this.revokedTokens.add(id);
      case 'BackupMade': {
        const { place, headSeq, headHash, bytes } = event;
        return void this.backups.push({ place, headSeq, headHash, bytes });
      }
    }
  }
}

export async function readKnownSince(dataDir: string): Promise<KnownSince> {
  const folder = join(dataDir, 'journal');
  const known = new Gathered();
  if (!existsSync(folder)) return known;
  for (const number of segmentNumbers(folder)) {
    try {
      readSegment(folder, number, known);
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      known.unread.push(`${number}`);
    }
    await new Promise(setImmediate);
  }
  return known;
}

function readSegment(folder: string, number: number, known: Gathered): void {
  const segment = Segment.open(folder, number, nodeFiles, 'r');
  if (!segment) return;
  try {
    segment.readLines(({ text }) => {
      const record = text === header ? null : recordIn(text)?.record;
      // A line that fails its own hash says nothing here; one that lost its race was told again by whoever wrote it.
      if (record && record.data !== '') known.take(record);
      return 'go_on';
    });
  } finally {
    segment.close();
  }
}
