import { existsSync } from 'node:fs';
import { captured } from './captured.mjs';
import { say } from './say.mjs';

/**
 * Programs that tests talk to. Each is looked for, then installed where this user may (root on Debian); what cannot be had is named,
 * and the tests that need it report "not run".
 */
const tools = [
  { name: 'chromium', variable: 'RE_TEST_CHROMIUM', paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'], packages: ['chromium'] },
  { name: 'dovecot', variable: 'RE_TEST_DOVECOT', paths: ['/usr/sbin/dovecot'], packages: ['dovecot-imapd'] },
  { name: 'postfix', variable: 'RE_TEST_POSTFIX', paths: ['/usr/sbin/postfix'], packages: ['postfix'] },
  { name: 'faketime', variable: 'RE_TEST_FAKETIME', paths: ['/usr/bin/faketime'], packages: ['faketime'] },
  { name: 'strace', variable: 'RE_TEST_STRACE', paths: ['/usr/bin/strace'], packages: ['strace'] },
];

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

async function find(tool) {
  const given = process.env[tool.variable];
  const places = [given, tool.name === 'chromium' ? await playwrightsOwn() : null, ...tool.paths];
  return places.find((place) => place && existsSync(place)) ?? null;
}

async function aptInstall(packages) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  say(`Installing ${packages.join(', ')} for the tests …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update', '-qq'], ['install', '-y', '-qq', '--no-install-recommends', ...packages]]) {
    const { code, stderr } = await captured('apt-get', args, { env });
    if (code !== 0) return say(stderr.trim().split('\n').slice(-3).join('\n'));
  }
}

/** Gives the environment that tells tests where the tools are, and the names of those that could not be had. */
export async function ensureTestTools(wanted = tools.map(({ name }) => name)) {
  const found = {};
  const missing = [];
  for (const tool of tools.filter(({ name }) => wanted.includes(name))) {
    if (!(await find(tool))) await aptInstall(tool.packages);
    const place = await find(tool);
    if (place) found[tool.variable] = place;
    else missing.push(tool.name);
  }
  return { found, missing };
}
