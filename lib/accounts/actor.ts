/** Who does something. Only a `person` may decide on drafts; every other kind is a machine, whatever role it carries. */

export const roles = ['viewer', 'agent', 'manager', 'admin'] as const;
export type Role = (typeof roles)[number];

export type Actor =
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly role: Role }
  /** A bearer of an API token, over HTTP or MCP. */
  | { readonly kind: 'token'; readonly id: string; readonly name: string; readonly role: Role }
  | { readonly kind: 'worker'; readonly id: string; readonly name: string }
  /** Somebody at the shell of the machine that holds the data. */
  | { readonly kind: 'operator'; readonly id: string; readonly name: string }
  /** The lead, or the lead's mail program, acting through a channel or an unsubscribe link. */
  | { readonly kind: 'lead'; readonly id: string; readonly name: string }
  /** Somebody who saved a table of the data folder in another program; the id is the name of their file, nobody knows more. */
  | { readonly kind: 'file'; readonly id: string; readonly name: string };

/** As the journal's `actor` column holds it: `person:usr_…`, `worker:route`, … */
export type ActorRef = `${Actor['kind']}:${string}`;

export function actorRef(actor: Actor): ActorRef {
  return `${actor.kind}:${actor.id}`;
}

export function isPerson(actor: Actor): actor is Extract<Actor, { kind: 'person' }> {
  return actor.kind === 'person';
}
