import type { z } from 'zod';
import type { Permission } from '#lib/accounts/permissions.ts';
import type { Call } from '#lib/world.ts';

/** One tool: a verb under another name. It adds no rule of its own; what it may do is what the verb lets its token do. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A tool is listed to tokens that may do this; the verb asks again. */
  readonly permission: Permission;
  readonly input: z.ZodObject;
  /** True when calling it changes nothing. */
  readonly readOnly: boolean;
  /** True when the answer holds text that strangers wrote. */
  readonly untrusted: boolean;
  readonly run: (call: Call, input: Record<string, unknown>) => Promise<unknown>;
}
