/** Bytes kept as they came (mail as received, attachments), outside the journal; named by their SHA-256. */
export interface Artifacts {
  /** Durable when it resolves; the same bytes give the same name, relative to the data folder: `artifacts/mail/ab/abcd….eml`. */
  put(folder: 'mail' | 'attachments', extension: string, bytes: Uint8Array): Promise<string>;
  /** Null when it is not there (erased, or never kept). */
  get(name: string): Promise<Uint8Array | null>;
  /** Does nothing when it is not there. */
  remove(name: string): Promise<void>;
}
