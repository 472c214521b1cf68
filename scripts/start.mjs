import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from './ensure-build.mjs';
import { ensureNode } from './ensure-node.mjs';
import { ensurePackages } from './ensure-packages.mjs';
import { readEnvFiles } from './env-files.mjs';
import { isTaken } from './port.mjs';
import { prepareData } from './prepare-data.mjs';
import { inRoot, root } from './project.mjs';
import { captured } from './captured.mjs';
import { giveUp, say } from './say.mjs';
import { supervise } from './supervisor.mjs';

/** `npm start`: installs what is missing, builds what is stale, and keeps the web process and the worker running. */

const usage = `npm start -- [--port N] [--no-build] [--dev]
  --port N     listen on port N (else PORT, else 3000)
  --no-build   start what was built last
  --dev        rebuild on change (for work on the product itself)`;

function options() {
  try {
    return parseArgs({ options: { port: { type: 'string' }, 'no-build': { type: 'boolean' }, dev: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    return giveUp(`${error.message}\n\n${usage}`, 2);
  }
}

const asked = options();
if (asked.help) {
  say(usage);
  process.exit(0);
}

const environment = readEnvFiles();
const port = Number(asked.port ?? (environment.PORT || 3000));
const host = environment.HOST || '127.0.0.1';
if (!Number.isInteger(port) || port < 1 || port > 65_535) giveUp(`PORT must be a whole number from 1 to 65535, not ${asked.port ?? environment.PORT}.`, 78);
if (await isTaken(port, host))
  giveUp(`Port ${port} is in use. Stop the program that listens there, or choose another: npm start -- --port ${port === 65_535 ? 3000 : port + 1}`);

await ensurePackages();
const node = await ensureNode();
const dataDir = resolve(root, environment.RE_DATA_DIR || 'data');
const given = {
  // Without an address of its own, next-auth takes the one each request came to.
  ...(environment.NEXTAUTH_URL ? {} : { AUTH_TRUST_HOST: 'true' }),
  ...environment, PORT: String(port), HOST: host, RE_DATA_DIR: dataDir, NEXT_TELEMETRY_DISABLED: '1',
  NODE_ENV: asked.dev ? 'development' : 'production', NODE_OPTIONS: [environment.NODE_OPTIONS, '--disable-warning=ExperimentalWarning'].filter(Boolean).join(' '),
};

if (!asked.dev && !asked['no-build']) await ensureBuild(node);
// The store looks at the data folder first: nothing is written into one that it refuses.
const checked = await captured(node, [inRoot('workers', 'cli.ts'), 'setup', '--json'], { env: given, cwd: root });
if (checked.code !== 0) giveUp(whatItSaid(checked), checked.code);
const env = { ...given, NEXTAUTH_SECRET: prepareData(dataDir, environment.NEXTAUTH_SECRET) };
if (checked.stderr.trim() !== '') say(checked.stderr.trim());

/** How long a connection without a request is kept (ms): longer than proxies do (60 s), who would else send into one that is being closed. */
const keptMs = 70_000;
const next = inRoot('node_modules', 'next', 'dist', 'bin', 'next');
const supervised = supervise(
  [
    { name: 'web', command: node, args: [next, ...(asked.dev ? ['dev'] : ['start', '--keepAliveTimeout', String(keptMs)]), '-p', String(port), '-H', host], env, cwd: root },
    { name: 'worker', command: node, args: [inRoot('workers', 'main.ts')], env, cwd: root },
  ],
  { log: (name, line) => say(`${name.padEnd(6)} ${line}`) },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void supervised.stop());

const address = environment.NEXTAUTH_URL || `http://${host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host}:${port}`;
let announced = false;
void announce();
process.exitCode = await supervised.ended;
if (!announced) signIns();

/** The command answers programs with JSON; a person gets its message. */
function whatItSaid({ stdout, stderr }) {
  try {
    return JSON.parse(stdout).error.message;
  } catch {
    // Not an answer of the command: what it wrote is all there is.
    return stderr.trim() || stdout.trim() || 'The set-up failed and said nothing.';
  }
}

async function announce() {
  if (!(await answers(`http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}/api/health`))) return;
  announced = true;
  say(`\nRE Engine is ready: ${address}`);
  signIns();
}

/** Told once, even when the console did not come up: the passwords are kept nowhere else. */
function signIns() {
  const { users = [], seeded } = JSON.parse(checked.stdout);
  if (seeded?.leads) say(`A sample workspace was made: ${seeded.leads} leads, ${seeded.messages} messages. Nothing leaves this machine.`);
  if (users.length > 0) {
    say('Sign in as (these passwords are shown this once):');
    for (const { email, password, role } of users) say(`  ${role.padEnd(8)} ${email.padEnd(28)} ${password}`);
  }
  say(`${users.length > 0 ? 'Lost one?' : 'Sign in with the accounts made before. Lost a password?'} npm run -s re -- user password EMAIL --password-stdin\n`);
}

async function answers(url) {
  while (!supervised.stopping()) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch((error) => (error instanceof Error ? null : Promise.reject(error)));
    if (answer?.ok) return true;
    await new Promise((done) => setTimeout(done, 200));
  }
  return false;
}
