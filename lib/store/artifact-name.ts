import { hash } from 'node:crypto';

/** The name of bytes, relative to the data folder: the same bytes have the same name. */
export function artifactName(folder: 'mail' | 'attachments', extension: string, bytes: Uint8Array): string {
  const sha256 = hash('sha256', bytes);
  const ending = extension.replace(/^\./, '').toLowerCase();
  if (!/^[a-z0-9]{1,10}$/.test(ending)) throw new Error(`“${extension}” is not the ending of a file's name`);
  return `artifacts/${folder}/${sha256.slice(0, 2)}/${sha256}.${ending}`;
}

/** Only names that `artifactName` makes are ever looked up: nothing leads out of the folder. */
export function isArtifactName(name: string): boolean {
  return /^artifacts\/(?:mail|attachments)\/[0-9a-f]{2}\/[0-9a-f]{64}\.[a-z0-9]{1,10}$/.test(name);
}
