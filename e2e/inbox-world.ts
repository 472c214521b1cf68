import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Browser, type Page } from '@playwright/test';

/** The built web process on a data folder of its own with the sample workspace; no worker, so nothing moves but what a test moves. */

const root = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

interface Account {
  readonly email: string;
  readonly password: string;
  readonly role: string;
}
export interface InboxWorld {
  readonly url: string;
  readonly dataDir: string;
  readonly accounts: readonly Account[];
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

export const test = base.extend<{ closesPages: undefined }, { world: InboxWorld }>({
  // Every page that stays open follows the live events and asks again: sixty of them slow the next test down to a fraction.
  closesPages: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
  world: [
    async ({}, use) => {
      const dataDir = await mkdtemp(join(tmpdir(), 're-inbox-'));
      const url = `http://127.0.0.1:${await freePort()}`;
      // No test waits for the end of the time in which a decision can be taken back, and a slow machine may take 5 s for a click.
      const undo = { RE_UNDO_EMAIL_SECONDS: '60', RE_UNDO_CHAT_SECONDS: '60' };
      const env = { ...process.env, ...undo, RE_DATA_DIR: dataDir, NEXTAUTH_URL: url, NEXTAUTH_SECRET: 'only-for-this-test-run-0123456789', NODE_ENV: 'production' as const };
      const { stdout } = await run(process.execPath, ['workers/cli.ts', 'setup', '--json'], { cwd: root, env });
      const { users } = JSON.parse(stdout) as { users: Account[] };
      const server = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '--keepAliveTimeout', '70000', '-H', '127.0.0.1', '-p', new URL(url).port], { cwd: root, env, stdio: 'ignore', detached: true });
      const ended = new Promise((done) => server.once('exit', done));
      await expect.poll(async () => (await fetch(`${url}/api/health`).catch(() => null))?.status, { timeout: 60_000 }).toBe(200);
      await use({ url, dataDir, accounts: users });
      // Pages left open hold their event streams, and with them an orderly end.
      if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
      await ended;
      await rm(dataDir, { recursive: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** A page of its own, signed in, on the inbox with a draft open (on a phone: with the queue). */
export async function openInbox(browser: Browser, world: InboxWorld, options: { role?: string; width?: number; dark?: boolean } = {}): Promise<Page> {
  const { role = 'agent', width = 1440, dark = false } = options;
  const account = world.accounts.find((each) => each.role === role);
  if (!account) throw new Error(`The set-up made no ${role}`);
  const context = await browser.newContext({ baseURL: world.url, viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveClass(/light|dark/);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByTestId('queue').or(page.getByTestId('reading-pane')).first()).toBeVisible();
  if (width >= 640) await expect(page.getByTestId('what-happens')).toBeVisible();
  return page;
}

export const openId = (page: Page) => page.getByTestId('reading-pane').getAttribute('data-approval');

/** What another reviewer or the worker would do, through the same door, in this page's session. */
export async function editElsewhere(page: Page, id: string, addition: string): Promise<void> {
  const before = (await (await page.request.get(`/api/approvals/${id}`)).json()) as { contentHash: string; body: string };
  const answer = await page.request.patch(`/api/approvals/${id}`, { data: { contentHash: before.contentHash, body: before.body + addition }, headers: { origin: new URL(page.url()).origin } });
  expect(answer.status()).toBe(200);
}

/** Of WCAG 2.2 AA, or of every rule that axe knows. A failure names the page. */
export async function expectNoViolations(page: Page, of: 'wcag' | 'everything' = 'wcag'): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (of === 'wcag' ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']) : axe).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`), page.url()).toEqual([]);
}

export async function statusOf(page: Page, id: string): Promise<string> {
  return ((await (await page.request.get(`/api/approvals/${id}`)).json()) as { status: string }).status;
}
