import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { isRecentEnough } from './ensure-node.mjs';
import { areInstalled } from './ensure-packages.mjs';
import { isTaken } from './port.mjs';
import { readEnvFiles } from './env-files.mjs';

/** The small judgements of the set-up. */

test.each([['v20.20.2', false], ['v22.17.9', false], ['v22.18.0', true], ['v23.0.0', true], ['v24.21.0', true], ['v0.0', false]])('Node %s runs TypeScript: %s', (version, enough) => {
  expect(isRecentEnough(version)).toBe(enough);
});

test('the packages that run these tests are the ones the lock file names', () => expect(areInstalled()).toBe(true));

test('what is set outside wins over the files', () => {
  const outside = { ...process.env, RE_LOG_LEVEL: 'error' };
  expect(readEnvFiles(outside)).toMatchObject({ RE_LOG_LEVEL: 'error' });
});

test('a port somebody listens on is taken', async () => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  expect(await isTaken(port, '127.0.0.1')).toBe(true);
  await new Promise((done) => server.close(done));
  expect(await isTaken(port, '127.0.0.1')).toBe(false);
});
