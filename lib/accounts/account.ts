import { never, refusal, type Refusal } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';
import type { ActorRef, Role } from './actor.ts';

/** Users, API tokens and sign-in throttles. Secrets are not here: events name a credential, the vault holds its hash. Pure. */

export interface User {
  readonly id: string;
  readonly version: number;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly status: 'active' | 'disabled';
  /** Key into the vault; null until a password is set. */
  readonly credentialId: string | null;
  /** A session signed under another number is over. */
  readonly sessionVersion: number;
  readonly createdAt: number;
}

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** SHA-256 (hex) of the token's text is the vault's value under this key. */
  readonly credentialId: string;
  readonly status: 'active' | 'revoked';
  readonly createdAt: number;
  readonly createdBy: ActorRef;
}

/** Failed sign-ins of one account or one network address; the id is a keyed hash, never the address itself. */
export interface SignInTries {
  readonly id: string;
  readonly failures: readonly number[];
}

export type AccountEvent =
  | { readonly type: 'UserAdded'; readonly email: string; readonly name: string; readonly role: Role; readonly credentialId: string | null }
  | { readonly type: 'UserPasswordSet'; readonly credentialId: string }
  | { readonly type: 'UserRoleChanged'; readonly role: Role }
  | { readonly type: 'UserDisabled' }
  | { readonly type: 'UserEnabled' }
  | { readonly type: 'UserSignedOutEverywhere' }
  | { readonly type: 'UserSignedIn' }
  | { readonly type: 'TokenCreated'; readonly name: string; readonly role: Role; readonly credentialId: string }
  | { readonly type: 'TokenRevoked' }
  | { readonly type: 'SignInFailed' }
  | { readonly type: 'SignInTriesCleared' };

export type UserEvent = Extract<AccountEvent, { type: `User${string}` }>;
export type TokenEvent = Extract<AccountEvent, { type: `Token${string}` }>;
export type SignInEvent = Extract<AccountEvent, { type: `SignIn${string}` }>;

export type UserCommand =
  | { readonly type: 'AddUser'; readonly email: string; readonly name: string; readonly role: Role; readonly credentialId: string | null }
  | { readonly type: 'SetPassword'; readonly credentialId: string }
  | { readonly type: 'ChangeRole'; readonly role: Role; readonly otherAdmins: number }
  | { readonly type: 'Disable'; readonly otherAdmins: number }
  | { readonly type: 'Enable' }
  | { readonly type: 'SignOutEverywhere' };

const lastAdmin = () =>
  refusal('wrong_status', 'This is the last active admin.', { lift: 'Make somebody else an admin first.' });

export function decideUser(state: User | null, command: UserCommand): UserEvent[] | Refusal {
  if (command.type === 'AddUser') {
    if (state) return refusal('already_exists', 'A user with this e-mail exists.');
    const { email, name, role, credentialId } = command;
    return [{ type: 'UserAdded', email, name, role, credentialId }];
  }
  if (!state) return refusal('not_found', 'There is no such user.');
  switch (command.type) {
    case 'SetPassword':
      return [{ type: 'UserPasswordSet', credentialId: command.credentialId }];
    case 'ChangeRole':
      if (state.role === command.role) return [];
      if (state.role === 'admin' && state.status === 'active' && command.otherAdmins === 0) return lastAdmin();
      return [{ type: 'UserRoleChanged', role: command.role }];
    case 'Disable':
      if (state.status === 'disabled') return [];
      if (state.role === 'admin' && command.otherAdmins === 0) return lastAdmin();
      return [{ type: 'UserDisabled' }];
    case 'Enable':
      return state.status === 'active' ? [] : [{ type: 'UserEnabled' }];
    case 'SignOutEverywhere':
      return [{ type: 'UserSignedOutEverywhere' }];
    default:
      return never(command);
  }
}

export function evolveUser(state: User | null, event: Recorded<UserEvent>): User {
  if (event.type === 'UserAdded') {
    const { email, name, role, credentialId } = event;
    return { id: event.subject.id, version: 1, email, name, role, status: 'active', credentialId, sessionVersion: 1, createdAt: event.at };
  }
  if (!state) throw new Error(`${event.type} does not fit user ${event.subject.id}, who is absent`);
  const next = { ...state, version: state.version + 1 };
  const signedOut = { ...next, sessionVersion: state.sessionVersion + 1 };
  switch (event.type) {
    case 'UserPasswordSet':
      return { ...signedOut, credentialId: event.credentialId };
    case 'UserRoleChanged':
      return { ...signedOut, role: event.role };
    case 'UserDisabled':
      return { ...signedOut, status: 'disabled' };
    case 'UserEnabled':
      return { ...next, status: 'active' };
    case 'UserSignedOutEverywhere':
      return signedOut;
    case 'UserSignedIn':
      return next;
    default:
      return never(event);
  }
}

export function evolveToken(state: Token | null, event: Recorded<TokenEvent>): Token {
  switch (event.type) {
    case 'TokenCreated': {
      const { name, role, credentialId } = event;
      return { id: event.subject.id, name, role, credentialId, status: 'active', createdAt: event.at, createdBy: event.actor };
    }
    case 'TokenRevoked':
      if (!state) throw new Error(`TokenRevoked does not fit token ${event.subject.id}, which is absent`);
      return { ...state, status: 'revoked' };
    default:
      return never(event);
  }
}

/** Keeps the last 300 failures: more are never needed to decide on a throttle. */
export function evolveSignInTries(state: SignInTries | null, event: Recorded<SignInEvent>): SignInTries {
  switch (event.type) {
    case 'SignInFailed':
      return { id: event.subject.id, failures: [...(state?.failures ?? []), event.at].slice(-300) };
    case 'SignInTriesCleared':
      return { id: event.subject.id, failures: [] };
    default:
      return never(event);
  }
}
