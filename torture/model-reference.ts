import type { Channel } from '#lib/channels/channel.ts';
import type { NewEvent } from '#lib/store/event.ts';

/**
 * What the store should hold, as plainly as it can be said: maps, lists and loops, no index, no code of the store. It knows the few kinds of
 * event that the commands make.
 */

export interface ModelApproval {
  readonly id: string;
  readonly leadId: string;
  readonly channel: Channel;
  readonly hot: boolean;
  readonly dueAt: number;
  status: string;
  version: number;
  notBefore: number;
  attempts: { key: string; startedAt: number; counts: boolean }[];
}

export interface ModelLead {
  readonly id: string;
  stage: string;
  version: number;
  readonly email: string;
}

export interface ModelDnc {
  readonly id: string;
  readonly email: string;
  active: boolean;
}

/** What a command may look at to decide: the same of the store and of the reference. */
export interface View {
  approval(id: string): Promise<{ status: string; version: number; attempts: number; hash: string } | null>;
  lead(id: string): Promise<{ stage: string; version: number } | null>;
  dnc(id: string): Promise<{ active: boolean } | null>;
  cursor(channel: string): Promise<number>;
}

export interface Recorded {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly id: string;
  readonly type: string;
}

export class Reference implements View {
  readonly approvals = new Map<string, ModelApproval>();
  readonly leads = new Map<string, ModelLead>();
  readonly dncEntries = new Map<string, ModelDnc>();
  readonly cursors = new Map<string, number>();
  readonly keys = new Set<string>();
  history: Recorded[] = [];
  seq = 0;
  at = 0;

  approval = async (id: string) => {
    const row = this.approvals.get(id);
    return row ? { status: row.status, version: row.version, attempts: row.attempts.length, hash: hashes.get(id) ?? '' } : null;
  };
  lead = async (id: string) => {
    const row = this.leads.get(id);
    return row ? { stage: row.stage, version: row.version } : null;
  };
  dnc = async (id: string) => {
    const row = this.dncEntries.get(id);
    return row ? { active: row.active } : null;
  };
  cursor = async (channel: string) => this.cursors.get(channel) ?? 0;

  /** Takes a commit in; `seq` of its first record. Records that close a file lie in between and are none of ours. */
  take(events: readonly NewEvent[], firstSeq: number, now: number, key: string | null): void {
    this.at = Math.max(this.at, now);
    for (const [i, { subject, event }] of events.entries()) {
      this.apply(subject.kind, subject.id, event as Loose);
      this.history.push({ seq: firstSeq + i, at: this.at, kind: subject.kind, id: subject.id, type: event.type });
      if (event.type === 'LeadErased') this.forget(event.subjects, firstSeq + i);
    }
    this.seq = firstSeq + events.length - 1;
    if (key !== null) this.keys.add(key);
  }

  private apply(kind: string, id: string, event: Loose): void {
    if (kind === 'approval') this.applyApproval(id, event);
    else if (kind === 'lead') this.applyLead(id, event);
    else if (kind === 'dnc' && event.type === 'DncEntryAdded') this.dncEntries.set(id, { id, email: String((event.fields as Loose).value), active: true });
    else if (kind === 'dnc') this.dncEntries.get(id)!.active = false;
    else if (event.type === 'WatermarkMoved') this.cursors.set(id, Number(event.cursor));
  }

  private applyLead(id: string, event: Loose): void {
    if (event.type === 'LeadAdded') {
      const fields = event.fields as { stage: string; addresses: { value: string }[] };
      this.leads.set(id, { id, stage: fields.stage, version: 1, email: fields.addresses[0]!.value });
      return;
    }
    const lead = this.leads.get(id);
    if (event.type !== 'LeadEdited' || !lead) return;
    lead.stage = String((event.changes as Loose).stage);
    lead.version += 1;
  }

  private applyApproval(id: string, event: Loose): void {
    if (event.type === 'DraftSubmitted') {
      const content = event.content as { channel: Channel };
      this.approvals.set(id, { id, leadId: String(event.leadId), channel: content.channel, hot: event.temperature === 'hot', dueAt: Number(event.dueAt), status: 'pending', version: 1, notBefore: 0, attempts: [] });
      return;
    }
    const row = this.approvals.get(id)!;
    row.version += 1;
    const last = row.attempts.at(-1);
    switch (event.type) {
      case 'DraftApproved':
        row.status = 'approved';
        row.notBefore = Number(event.undoUntilMs);
        return;
      case 'DraftWentStale':
        if (row.status === 'pending' || row.status === 'approved') row.status = 'pending';
        return;
      case 'DeadLetterRevived':
        row.status = 'pending';
        return;
      case 'DispatchStarted':
        row.status = 'sending';
        row.attempts.push({ key: String(event.idempotencyKey), startedAt: this.at, counts: true });
        return;
      case 'DispatchAccepted':
        row.status = 'sent';
        return;
      case 'DispatchUncertain':
        row.status = 'uncertain';
        return;
      case 'DispatchRefused':
        if (last) last.counts = false;
        row.status = event.nextAttemptAt === null ? 'dead_letter' : 'approved';
        row.notBefore = Number(event.nextAttemptAt ?? 0);
        return;
      default:
        throw new Error(`the reference does not know ${String(event.type)}`);
    }
  }

  private forget(subjects: readonly string[], before: number): void {
    for (const subject of subjects) {
      const [kind = '', id = ''] = subject.split(':');
      if (kind === 'lead') this.leads.delete(id);
      if (kind === 'approval') this.approvals.delete(id);
      if (kind === 'dnc') this.dncEntries.delete(id);
      this.history = this.history.filter((each) => each.seq >= before || each.kind !== kind || each.id !== id);
    }
  }

  due(now: number, channel: Channel): string[] {
    return [...this.approvals.values()]
      .filter((row) => row.status === 'approved' && row.channel === channel && row.notBefore <= now)
      .sort((a, b) => Number(b.hot) - Number(a.hot) || a.notBefore - b.notBefore || (a.id < b.id ? -1 : 1))
      .map((row) => row.id);
  }

  queue(): string[] {
    return [...this.approvals.values()].filter((row) => row.status === 'pending').sort((a, b) => Number(b.hot) - Number(a.hot) || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1)).map((row) => row.id);
  }

  sendsSince(channel: Channel, sinceMs: number): number {
    return [...this.approvals.values()].filter((row) => row.channel === channel).flatMap((row) => row.attempts).filter((attempt) => attempt.counts && attempt.startedAt >= sinceMs).length;
  }
}

type Loose = Readonly<Record<string, unknown>> & { readonly type?: string };

/** The content hash of each draft: given, not computed, so that the reference need not. */
export const hashes = new Map<string, string>();
