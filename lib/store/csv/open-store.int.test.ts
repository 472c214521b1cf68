import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { storeContract } from '../contract.ts';
import { openCsvStore } from './open-store.ts';

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-store-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

storeContract('CSV store', () => openCsvStore({ dataDir: folder() }));
storeContract('CSV store in many small files', () => openCsvStore({ dataDir: folder(), segmentBytesMax: 900 }));
