import { fork, type ChildProcess } from 'node:child_process';
import { scriptedSmtp } from '#lib/channels/email/testing/scripted-smtp.ts';

/**
 * An SMTP server in a process of its own, so that what it does is not on the bill of whoever sends. It greets at once: `smtp-server` waits
 * 100 ms for early talkers, which would be all that is measured.
 */
export interface SmtpSink {
  readonly port: number;
  /** Messages whose final dot it answered. */
  taken(): Promise<number>;
  close(): void;
}

export async function openSmtpSink(): Promise<SmtpSink> {
  const child = fork(import.meta.filename, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const port = await nextNumber(child);
  const taken = () => {
    child.send('taken?');
    return nextNumber(child);
  };
  return { port, taken, close: () => void child.kill() };
}

function nextNumber(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('the SMTP sink ended before it was done'));
    child.once('exit', ended);
    child.once('message', (answer) => {
      child.off('exit', ended);
      resolve(Number(answer));
    });
  });
}

if (import.meta.main) {
  const server = await scriptedSmtp({});
  process.on('message', () => process.send?.(server.messages.length));
  process.on('disconnect', () => process.exit());
  process.send?.(server.port);
}
