import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '#lib/config.ts';
import { refusal, Refused } from '#lib/errors.ts';

export const noJournal = ({ dataDir }: Pick<Settings, 'dataDir'>) =>
  new Refused(refusal('not_found', `There is no journal in ${dataDir}.`, { lift: 'Set RE_DATA_DIR to the data folder, or prepare a new one with: setup' }));

/** A wrong RE_DATA_DIR must not look like an empty, healthy folder: nothing is made there, and nothing is said to be done. */
export function refuseWithoutData(settings: Pick<Settings, 'storeKind' | 'dataDir'>): void {
  if (settings.storeKind === 'csv' && !existsSync(join(settings.dataDir, 'journal'))) throw noJournal(settings);
}
