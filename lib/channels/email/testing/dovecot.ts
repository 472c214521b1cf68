import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** A dovecot of our own: an ordinary child process on a free loopback port, with its files in a folder that goes away with it. */

export const dovecotBinary = process.env['RE_TEST_DOVECOT'] ?? '/usr/sbin/dovecot';

/** Null when the suite can run; else why it is not run. */
export const dovecotMissing: string | null = existsSync(dovecotBinary) ? null : 'not run: no dovecot';

export interface Dovecot {
  readonly port: number;
  /** `imap://ana:secret@127.0.0.1:<port>` */
  readonly url: string;
  /** Puts a mail into a folder (`INBOX` or a name) as a delivery does: written in tmp, renamed into new. */
  deliver(text: string, folder?: string): Promise<void>;
  /** The file names of a folder's seen and unseen mail; their flags stand behind `:2,`. */
  files(folder?: string): Promise<string[]>;
  /** Throws the folder's UIDs away, so that the server gives them anew under another UIDVALIDITY. */
  forgetUids(folder?: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

let delivered = 0;

export async function startDovecot(): Promise<Dovecot> {
  const root = await mkdtemp(join(tmpdir(), 're-dovecot-'));
  await chmod(root, 0o755);
  const port = await freePort();
  const owner = userInfo().uid === 0 ? { uid: 65_534, gid: 65_534, user: 'nobody', group: 'nogroup' } : { ...userInfo(), user: userInfo().username, group: String(userInfo().gid) };
  const maildir = join(root, 'mail');
  const folderOf = (folder: string) => (folder === 'INBOX' ? maildir : join(maildir, `.${folder}`));
  for (const folder of ['INBOX', 'Sent']) for (const part of ['cur', 'new', 'tmp']) await mkdir(join(folderOf(folder), part), { recursive: true });
  await handOver(maildir, owner);
  const config = join(root, 'dovecot.conf');
  await writeFile(config, configOf({ root, port, maildir, user: owner.user, group: owner.group }));
  let child = await run(config, port);
  return {
    port,
    url: `imap://ana:secret@127.0.0.1:${port}`,
    async deliver(text, folder = 'INBOX') {
      const name = `${Date.now()}.M${process.pid}P${++delivered}.test`;
      const tmp = join(folderOf(folder), 'tmp', name);
      await writeFile(tmp, text);
      if (owner.uid === 65_534) await chown(tmp, owner.uid, owner.gid);
      await rename(tmp, join(folderOf(folder), 'new', name));
    },
    async files(folder = 'INBOX') {
      return (await Promise.all(['cur', 'new'].map((part) => readdir(join(folderOf(folder), part))))).flat();
    },
    async forgetUids(folder = 'INBOX') {
      await child.stop();
      for (const name of await readdir(folderOf(folder))) if (name.startsWith('dovecot')) await rm(join(folderOf(folder), name), { recursive: true });
      await writeFile(join(folderOf(folder), 'dovecot-uidlist'), `3 V${2_000_000_000 + delivered} N1\n`);
      await handOver(maildir, owner);
      child = await run(config, port);
    },
    stop: () => child.stop(),
    async start() {
      child = await run(config, port);
    },
    async remove() {
      await child.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function handOver(path: string, owner: { uid: number; gid: number }): Promise<void> {
  if (owner.uid !== 65_534) return;
  await chown(path, owner.uid, owner.gid);
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) await chown(join(entry.parentPath, entry.name), owner.uid, owner.gid);
}

async function run(config: string, port: number): Promise<{ stop(): Promise<void> }> {
  const child = spawn(dovecotBinary, ['-F', '-c', config], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit');
  await Promise.race([answering(port), ended.then(() => Promise.reject(new Error(`dovecot ended: ${said}`)))]);
  return {
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Until the greeting comes. */
async function answering(port: number): Promise<void> {
  const until = performance.now() + 20_000;
  while (performance.now() < until) {
    const socket = connect(port, '127.0.0.1');
    const greeted = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    socket.destroy();
    if (greeted) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('dovecot does not answer');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function configOf({ root, port, maildir, user, group }: { root: string; port: number; maildir: string; user: string; group: string }): string {
  return `
base_dir = ${root}/run
state_dir = ${root}/state
log_path = ${root}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
default_login_user = ${user}
default_internal_user = ${user}
default_internal_group = ${group}
mail_location = maildir:${maildir}
mail_uid = ${user}
mail_gid = ${group}
first_valid_uid = 1
first_valid_gid = 1
mailbox_idle_check_interval = 1s
maildir_very_dirty_syncs = no
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${root}
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    special_use = \\Sent
    auto = subscribe
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`;
}
