/** Where hashes of secrets are kept: beside the journal, never in it. An event names a credential by its id. */
export interface Vault {
  /** Durable when it resolves. Written before the event that names it. */
  put(credentialId: string, hash: string): Promise<void>;
  get(credentialId: string): Promise<string | null>;
  remove(credentialId: string): Promise<void>;
}
