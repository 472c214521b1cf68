import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A reader never sees half a file: it appears under its name when it is whole. Names sort in the order in which files appear, because a
 * reader goes on behind the last name it saw: so the name is chosen in the same turn as it is given.
 */
export async function putInOrder(folder: string, nextName: () => string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const part = join(folder, `.${randomUUID()}.part`);
  const file = await open(part, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  renameSync(part, join(folder, nextName()));
}
