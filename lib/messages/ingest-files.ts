import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { senderOf } from '#lib/channels/sender.ts';
import type { Inbound } from '#lib/channels/port.ts';
import type { Call } from '#lib/world.ts';
import { findMail, type MailFile, type Unusable } from './mail/find-mail.ts';
import { messagesIn } from './mail/mail-file.ts';
import { parseMail } from './mail/parse-mail.ts';
import { foreseeInbound, recordInbound, type Disposition } from './record-inbound.ts';

export interface IngestOptions {
  /** Files and folders: `.eml`, Maildir (cur and new), mbox; folders are looked through. */
  readonly paths: readonly string[];
  /** Says what would become of each, and records nothing. */
  readonly dryRun?: boolean;
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void;
  /** Told of every message as it is done. */
  readonly onMessage?: (message: IngestedMessage) => void;
  readonly signal?: AbortSignal;
}

export interface IngestedMessage extends Disposition {
  /** The file, with `#n` for the n-th message of an mbox. */
  readonly source: string;
}

export interface IngestReport {
  /** Messages found; the counts add up to it. */
  readonly found: number;
  readonly counts: Readonly<Record<Disposition['kind'], number>>;
  /** Everything that was not simply recorded, in order, at most the first 1,000; the counts cover all. */
  readonly remarks: readonly IngestedMessage[];
  /** Files and folders that could not be looked at, and files that are no mail, with the reason. */
  readonly unusable: readonly Unusable[];
  readonly dryRun: boolean;
}

const remarksMax = 1_000;

/** Takes mail from files through the same door as mail from a server. Every message found is accounted for; running it again finds duplicates. */
export async function ingestFiles(call: Call, options: IngestOptions): Promise<IngestReport> {
  const refused = call.actor.kind === 'operator' ? mayDo(call.actor, 'import') : refusal('forbidden', 'Files are taken in at the shell of the machine.', { lift: 'Use `re ingest` there.' });
  if (refused) throw new Refused(refused);
  if (options.paths.length === 0) throw new Refused(refusal('invalid_input', 'No file or folder is named.', { lift: 'Name .eml files, a Maildir, an mbox or a folder with them.' }));
  const { files, unusable } = await findMail(options.paths);
  const tally = new Tally(files, options);
  const seen = new Set<string>();
  for (const file of files) {
    const trouble = await ingestFile(call, file, options, seen, tally);
    if (trouble) unusable.push(trouble);
  }
  return { found: tally.found, counts: tally.counts, remarks: tally.remarks, unusable, dryRun: options.dryRun === true };
}

async function ingestFile(call: Call, file: MailFile, options: IngestOptions, seen: Set<string>, tally: Tally): Promise<Unusable | null> {
  const own = call.world.settings.email ? senderOf(call.world.settings, 'email') : null;
  try {
    for await (const part of messagesIn(file)) {
      options.signal?.throwIfAborted();
      const inbound = part.kind === 'bytes' ? await parseMail(part.bytes, { own, folder: 'file', receivedAt: part.receivedAt }) : part.inbound;
      const disposition = options.dryRun ? await foreseen(call, inbound, seen) : await recordedNow(call, inbound);
      tally.count({ ...disposition, source: part.source }, part.doneBytes);
    }
    tally.endOfFile(file);
    return null;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof Error && 'code' in error && 'syscall' in error)) throw error;
    tally.endOfFile(file);
    return { path: file.path, why: `It could not be read to its end (${String(error.code)}).` };
  }
}

async function recordedNow(call: Call, inbound: Inbound): Promise<Disposition> {
  const [disposition] = await recordInbound(call, { inbound: [inbound] });
  if (!disposition) throw new Error('a message has no disposition');
  return disposition;
}

/** Nothing is recorded, so what repeats within the files themselves is remembered here. */
async function foreseen(call: Call, inbound: Inbound, seen: Set<string>): Promise<Disposition> {
  const key = inbound.kind === 'message' ? JSON.stringify([inbound.message.externalId, inbound.message.direction, inbound.message.address.value]) : inbound.externalId;
  if (seen.has(key)) return { kind: 'duplicate' };
  seen.add(key);
  const { kind, why } = await foreseeInbound(call, inbound);
  return why === undefined ? { kind } : { kind, why };
}

class Tally {
  readonly counts: Record<Disposition['kind'], number> = { recorded: 0, duplicate: 0, auto_reply: 0, bounce: 0, unknown_sender: 0, unreadable: 0 };
  readonly remarks: IngestedMessage[] = [];
  found = 0;
  private readonly options: IngestOptions;
  private readonly totalBytes: number;
  private beforeFile = 0;

  constructor(files: readonly MailFile[], options: IngestOptions) {
    this.options = options;
    this.totalBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  }

  count(message: IngestedMessage, doneInFile: number): void {
    this.found += 1;
    this.counts[message.kind] += 1;
    if (message.kind !== 'recorded' && this.remarks.length < remarksMax) this.remarks.push(message);
    this.options.onMessage?.(message);
    this.options.onProgress?.(Math.min(this.beforeFile + doneInFile, this.totalBytes), this.totalBytes);
  }

  endOfFile(file: MailFile): void {
    this.beforeFile += file.sizeBytes;
    this.options.onProgress?.(this.beforeFile, this.totalBytes);
  }
}
