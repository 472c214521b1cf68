import { z } from 'zod';
import { channels, isChannel, type Channel } from './channels/channel.ts';
import type { ChannelLimits } from './policy/policy.ts';

/**
 * Every setting the product reads from its environment: one schema, read once at start, all problems told together.
 * Durations in the environment carry their unit in the name; here they are milliseconds.
 */

const url = (protocols: readonly string[], example: string) =>
  z.string().superRefine((text, context) => {
    const parsed = URL.canParse(text) ? new URL(text) : null;
    if (!parsed || !protocols.includes(parsed.protocol)) context.addIssue({ code: 'custom', message: `must be a URL like ${example}` });
  });

const someSeconds = z.coerce.number().min(0).max(86_400);
const seconds = (fallback: number) => someSeconds.default(fallback);

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  NEXTAUTH_URL: url(['http:', 'https:'], 'https://console.example.com').optional(),
  NEXTAUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  RE_DATA_DIR: z.string().min(1).default('data'),
  RE_STORE: z.enum(['csv', 'memory']).default('csv'),
  RE_DATA_FS: z.enum(['checked', 'any']).default('checked'),
  RE_SIGNING_KEY_FILE: z.string().min(1).optional(),
  RE_SANDBOX: z.enum(['on', 'off']).default('on'),
  RE_EMAIL_IMAP_URL: url(['imap:', 'imaps:'], 'imaps://user:password@mail.example.com:993').optional(),
  RE_EMAIL_SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com:465').optional(),
  RE_EMAIL_FROM: z.string().min(3).optional(),
  RE_UNDO_EMAIL_SECONDS: seconds(20),
  RE_UNDO_CHAT_SECONDS: seconds(5),
  RE_UNDO_WHATSAPP_SECONDS: someSeconds.optional(),
  RE_UNDO_TELEGRAM_SECONDS: someSeconds.optional(),
  RE_UNDO_LINKEDIN_SECONDS: someSeconds.optional(),
  RE_UNDO_MESSENGER_SECONDS: someSeconds.optional(),
  RE_STALE_HOURS: z.coerce.number().min(1).max(8760).default(72),
  RE_DEFAULT_COUNTRY: z.string().regex(/^[A-Z]{2}$/, 'must be a two-letter country code like US').default('US'),
  RE_TIME_ZONE: z
    .string()
    .default('America/Denver')
    .refine((zone) => isTimeZone(zone), 'must be an IANA time zone like America/Denver'),
  RE_QUIET_HOURS: z
    .string()
    .default('')
    .transform((text) => text.split(',').map((word) => word.trim()).filter(Boolean))
    .refine((words) => words.every(isChannel), `must name channels with commas between: ${channels.join(', ')}`),
  RE_LIMITS: z
    .string()
    .default('')
    .transform((text, context) => readLimits(text) ?? context.addIssue({ code: 'custom', message: 'must look like email=50/500/30,whatsapp=20/150/180: per hour and per day (1 at least; pause a channel to send nothing), seconds between (43200 at most)' })),
  RE_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});

/** Half a day: a longer gap, with its variance, would outlast the day that sends are counted over. */
const gapSecondsMax = 43_200;

function readLimits(text: string): Partial<Record<Channel, ChannelLimits>> | null {
  const limits: Partial<Record<Channel, ChannelLimits>> = {};
  for (const word of text.split(',').map((each) => each.trim()).filter(Boolean)) {
    const [, channel = '', perHour, perDay, gapSeconds] = /^([a-z]+)=(\d{1,6})\/(\d{1,7})\/(\d{1,5})$/.exec(word) ?? [];
    if (!isChannel(channel) || Number(perHour) < 1 || Number(perDay) < 1 || Number(gapSeconds) > gapSecondsMax) return null;
    limits[channel] = { perHour: Number(perHour), perDay: Number(perDay), gapMs: Number(gapSeconds) * 1000 };
  }
  return limits;
}

export interface EmailSettings {
  readonly imapUrl: string | null;
  readonly smtpUrl: string | null;
  readonly from: string;
}

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  /** The address people outside can reach, when somebody set one; null otherwise: nothing is promised to them then. */
  readonly reachableUrl: string | null;
  readonly sessionSecret: string | null;
  readonly dataDir: string;
  readonly storeKind: 'csv' | 'memory';
  /** Keep the data folder on a file system that may lose or tear commits. */
  readonly anyFileSystem: boolean;
  /** Where the key lies that heads of the journal are signed with; null: beside the data folder. */
  readonly signingKeyFile: string | null;
  /** Seed the sample workspace and let channels without credentials run in the sandbox. */
  readonly sandbox: boolean;
  readonly email: EmailSettings | null;
  readonly undoMs: Readonly<Record<Channel, number>>;
  readonly staleAfterMs: number;
  readonly defaultCountry: string;
  /** Of the team, for what is scheduled on our side. */
  readonly timeZone: string;
  /** Channels that keep quiet hours beside those the law binds. */
  readonly quietChannels: readonly Channel[];
  /** Limits that differ from the ones in `lib/policy/policy.ts`. */
  readonly limits: Partial<Readonly<Record<Channel, ChannelLimits>>>;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
}

export interface ConfigProblem {
  readonly setting: string;
  readonly problem: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: zone }));
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Empty variables count as absent, so that an `.env` file may list every name. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const given = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in schema.shape && value !== undefined && value.trim() !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success)
    return { ok: false, problems: parsed.error.issues.map((issue) => ({ setting: issue.path.join('.'), problem: issue.message })) };
  const problems = contradictions(parsed.data);
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, settings: settingsOf(parsed.data) };
}

type Env = z.infer<typeof schema>;

function contradictions(env: Env): ConfigProblem[] {
  const someEmail = env.RE_EMAIL_IMAP_URL ?? env.RE_EMAIL_SMTP_URL;
  if (someEmail && !env.RE_EMAIL_FROM)
    return [{ setting: 'RE_EMAIL_FROM', problem: 'must be set when RE_EMAIL_IMAP_URL or RE_EMAIL_SMTP_URL is, for example "Ana Ruiz <ana@example.com>"' }];
  if (env.RE_EMAIL_FROM && !env.RE_EMAIL_SMTP_URL)
    return [{ setting: 'RE_EMAIL_SMTP_URL', problem: 'must be set when RE_EMAIL_FROM is: without it nothing can be sent' }];
  return [];
}

/** A chat channel without a window of its own has that of all chats. */
function undoMsOf(env: Env): Settings['undoMs'] {
  const ofChat = (own: number | undefined) => (own ?? env.RE_UNDO_CHAT_SECONDS) * 1000;
  return {
    email: env.RE_UNDO_EMAIL_SECONDS * 1000, whatsapp: ofChat(env.RE_UNDO_WHATSAPP_SECONDS), telegram: ofChat(env.RE_UNDO_TELEGRAM_SECONDS),
    linkedin: ofChat(env.RE_UNDO_LINKEDIN_SECONDS), messenger: ofChat(env.RE_UNDO_MESSENGER_SECONDS),
  };
}

function settingsOf(env: Env): Settings {
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.NEXTAUTH_URL ?? `http://localhost:${env.PORT}`,
    reachableUrl: env.NEXTAUTH_URL ?? null,
    sessionSecret: env.NEXTAUTH_SECRET ?? null,
    dataDir: env.RE_DATA_DIR,
    storeKind: env.RE_STORE,
    anyFileSystem: env.RE_DATA_FS === 'any',
    signingKeyFile: env.RE_SIGNING_KEY_FILE ?? null,
    sandbox: env.RE_SANDBOX === 'on',
    email: env.RE_EMAIL_FROM
      ? { imapUrl: env.RE_EMAIL_IMAP_URL ?? null, smtpUrl: env.RE_EMAIL_SMTP_URL ?? null, from: env.RE_EMAIL_FROM }
      : null,
    undoMs: undoMsOf(env),
    staleAfterMs: env.RE_STALE_HOURS * 3_600_000,
    defaultCountry: env.RE_DEFAULT_COUNTRY,
    timeZone: env.RE_TIME_ZONE,
    quietChannels: env.RE_QUIET_HOURS.filter(isChannel),
    limits: env.RE_LIMITS ?? {},
    logLevel: env.RE_LOG_LEVEL,
  };
}
