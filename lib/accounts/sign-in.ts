import { isRefusal, refusal, Refused } from '#lib/errors.ts';
import { parseAddress } from '#lib/leads/address.ts';
import { parse } from '#lib/parse.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type World } from '#lib/world.ts';
import type { User } from './account.ts';
import type { Actor } from './actor.ts';
import { verifyNobody, verifyPassword } from './password.ts';
import { signInInput } from './schema.ts';
import { accountLimit, addressLimit, sharedLimit, throttledUntil, triesId } from './throttle.ts';

export interface SignInRequest {
  readonly world: World;
  readonly correlationId: string;
  /** The client's network address, or null where the door cannot tell clients apart. */
  readonly networkAddress: string | null;
  /** Keys the hashes under which failures are counted. */
  readonly secret: string;
}

export interface SignedIn {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: User['role'];
  readonly sessionVersion: number;
}

/**
 * Checks e-mail and password. Unknown user, disabled user and wrong password give the same answer after the same work; failures are
 * counted per account and per network address in the journal, so a restart forgives nothing.
 */
export async function signIn(request: SignInRequest, input: unknown): Promise<SignedIn> {
  const { email, password } = parse(signInInput, input);
  const address = parseAddress('email', email);
  const canonical = isRefusal(address) ? email.trim().toLowerCase() : address.value;
  const tries = {
    account: triesId(request.secret, 'account', canonical),
    address: triesId(request.secret, 'address', request.networkAddress ?? 'unknown'),
  };
  await refuseThrottled(request, request.world.store, tries);
  const user = await request.world.store.accounts.userByEmail(canonical);
  if (user && (await matches(request.world, user, password))) return succeed(request, user, tries);
  if (!user) await verifyNobody(password);
  await record(request, tries, [...on('signin', tries.account, [{ type: 'SignInFailed' }]), ...on('signin', tries.address, [{ type: 'SignInFailed' }])]);
  throw new Refused(refusal('wrong_credentials', 'The e-mail or the password is not right.'));
}

async function matches(world: World, user: User, password: string): Promise<boolean> {
  const hash = user.credentialId === null ? null : await world.vault.get(user.credentialId);
  if (hash === null) return verifyNobody(password);
  return (await verifyPassword(hash, password)) && user.status === 'active';
}

interface TriesIds {
  readonly account: string;
  readonly address: string;
}

async function refuseThrottled({ world, networkAddress }: SignInRequest, reads: Reads, tries: TriesIds): Promise<void> {
  const { accounts } = reads;
  const now = world.clock.now();
  const account = throttledUntil((await accounts.signInTries(tries.account))?.failures ?? [], accountLimit, now);
  const address = throttledUntil((await accounts.signInTries(tries.address))?.failures ?? [], networkAddress === null ? sharedLimit : addressLimit, now);
  const until = Math.max(account ?? 0, address ?? 0);
  if (until === 0) return;
  const minutes = Math.ceil((until - now) / 60_000);
  throw new Refused(
    refusal('throttled', `Too many failed sign-ins. Try again in ${minutes} min.`, { details: { retryAfterSeconds: Math.ceil((until - now) / 1000) } }),
  );
}

async function succeed(request: SignInRequest, user: User, tries: TriesIds): Promise<SignedIn> {
  const { id: userId, name, email, role } = user;
  await record(request, tries, [...on('user', userId, [{ type: 'UserSignedIn' }]), ...on('signin', tries.account, [{ type: 'SignInTriesCleared' }])], { kind: 'person', id: userId, name, role });
  return { userId, name, email, role, sessionVersion: user.sessionVersion };
}

/** Looks at the throttle again where tries are in order, so that guesses made at the same time learn no more than guesses in a row. */
async function record(request: SignInRequest, tries: TriesIds, events: readonly NewEvent[], actor: Actor = { kind: 'worker', id: 'sign-in', name: 'Sign-in' }): Promise<void> {
  const call = { world: request.world, actor, correlationId: request.correlationId };
  await request.world.store.commit(metaOf(call, 'sign-in'), async (reads) => {
    await refuseThrottled(request, reads, tries);
    return { events, result: null };
  });
}
