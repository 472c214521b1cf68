import { z } from 'zod';
import { roles } from './actor.ts';

/** Shapes of users and tokens at the edges. Secrets go in; only a new token ever comes out, once. */

const id = z.string().min(1).max(64);
const email = z.string().trim().min(3).max(320);
/** Checked by `checkPassword`, which can say more than a length. */
const password = z.string().max(1000);

export const addUserInput = z.object({ email, name: z.string().trim().max(200).optional(), role: z.enum(roles), password: password.optional() });
export const setPasswordInput = z.object({ id, password });
export const changeRoleInput = z.object({ id, role: z.enum(roles) });
export const userIdInput = z.object({ id });
export const signInInput = z.object({ email: z.string().max(320), password: z.string().max(1000) });

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  status: z.enum(['active', 'disabled']),
  hasPassword: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type UserView = z.infer<typeof userSchema>;
export const userListSchema = z.object({ items: z.array(userSchema), nextCursor: z.null(), total: z.number().int() });
export type UserList = z.infer<typeof userListSchema>;

export const createTokenInput = z.object({ name: z.string().trim().min(1, 'needs a name').max(100), role: z.enum(roles) });
export const tokenIdInput = z.object({ id });
export const tokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(roles),
  status: z.enum(['active', 'revoked']),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type TokenView = z.infer<typeof tokenSchema>;
export const newTokenSchema = tokenSchema.extend({
  /** Shown this once; only its SHA-256 is kept. */
  token: z.string(),
});
export type NewToken = z.infer<typeof newTokenSchema>;
export const tokenListSchema = z.object({ items: z.array(tokenSchema), nextCursor: z.null(), total: z.number().int() });
export type TokenList = z.infer<typeof tokenListSchema>;
