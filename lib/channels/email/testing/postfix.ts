import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A postfix of our own on a free loopback port, which delivers what is for example.org into a folder of its own; it goes away with them. */

const binary = process.env['RE_TEST_POSTFIX'] ?? '/usr/sbin/postfix';

/** Null when it can run; else why it is not run. Its parts change users, which only root may. */
export const postfixMissing: string | null = !existsSync(binary) ? 'not run: no postfix' : userInfo().uid !== 0 ? 'not run: postfix needs root' : null;

export interface Postfix {
  readonly port: number;
  /** The mails that were delivered to somebody at example.org, or to anybody there. */
  delivered(recipient?: string): Promise<string[]>;
  /** How many mails it has taken and not delivered yet. */
  waiting(): Promise<number>;
  remove(): Promise<void>;
}

const startMsMax = 30_000;
const nobody = 65_534;

export async function startPostfix(): Promise<Postfix> {
  const root = await mkdtemp(join(tmpdir(), 're-postfix-'));
  await chmod(root, 0o755);
  const [conf, spool, lib, box] = ['conf', 'spool', 'lib', 'box'].map((name) => join(root, name)) as [string, string, string, string];
  for (const folder of [conf, spool, lib, box]) await mkdir(folder);
  await chown(lib, await idOfPostfix(), 0);
  await chown(box, nobody, nobody);
  const port = await freePort();
  await writeFile(join(conf, 'main.cf'), mainOf({ root, spool, lib, box }));
  await writeFile(join(conf, 'master.cf'), masterOf(port));
  const child = spawn(binary, ['-c', conf, 'start-fg'], { stdio: 'ignore', detached: true });
  const ended = once(child, 'exit');
  await answering(port, join(root, 'mail.log'));
  return {
    port,
    async delivered(recipient) {
      const folder = join(box, 'all', 'new');
      const mails = existsSync(folder) ? await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8'))) : [];
      return recipient === undefined ? mails : mails.filter((mail) => mail.includes(`\nDelivered-To: ${recipient}\n`));
    },
    async waiting() {
      const queues = await Promise.all(['incoming', 'active', 'deferred', 'maildrop'].map((queue) => readdir(join(spool, queue), { recursive: true, withFileTypes: true })));
      return queues.flat().filter((entry) => entry.isFile()).length;
    },
    async remove() {
      process.kill(Number((await readFile(join(spool, 'pid', 'master.pid'), 'utf8')).trim()), 'SIGTERM');
      await ended;
      await rm(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

async function idOfPostfix(): Promise<number> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((each) => each.startsWith('postfix:'));
  if (line === undefined) throw new Error('there is no user postfix');
  return Number(line.split(':')[2]);
}

async function answering(port: number, log: string): Promise<void> {
  const end = performance.now() + startMsMax;
  while (performance.now() < end) {
    const socket = connect(port, '127.0.0.1');
    const greeted = await Promise.race([once(socket, 'data').then(() => true, () => false), once(socket, 'close').then(() => false, () => false)]);
    socket.destroy();
    if (greeted) return;
    await wait(100);
  }
  throw new Error(`postfix did not come up: ${existsSync(log) ? await readFile(log, 'utf8') : 'it says nothing'}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  probe.close();
  await once(probe, 'close');
  return address.port;
}

function mainOf({ root, spool, lib, box }: { root: string; spool: string; lib: string; box: string }): string {
  return `compatibility_level = 3.6
queue_directory = ${spool}
data_directory = ${lib}
meta_directory = /etc/postfix
myhostname = mail.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.org
virtual_mailbox_base = ${box}
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:${nobody}
virtual_gid_maps = static:${nobody}
maillog_file = ${join(root, 'mail.log')}
maillog_file_prefixes = ${tmpdir()}
smtpd_relay_restrictions = permit_mynetworks, reject
`;
}

function masterOf(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
}
