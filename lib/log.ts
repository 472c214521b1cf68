import pino from 'pino';
import type { Settings } from './config.ts';

/** What is logged: facts by name, never message texts, addresses' secrets or credentials. */
export interface Log {
  info(facts: Readonly<Record<string, unknown>>, text: string): void;
  warn(facts: Readonly<Record<string, unknown>>, text: string): void;
  error(facts: Readonly<Record<string, unknown>>, text: string): void;
}

const secret = ['password', 'token', 'secret', 'authorization', 'cookie', 'body', 'text', 'auth', 'pass'];

/** JSON lines on standard output; fields that could hold a secret or a message are cut out wherever they stand one level deep. */
export function openLog(settings: Pick<Settings, 'logLevel'>, name: string): Log {
  return pino({
    name, level: settings.logLevel, base: { name }, timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secret.flatMap((field) => [field, `*.${field}`]), censor: '[cut]' },
  });
}
