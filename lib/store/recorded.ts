import type { ActorRef } from '#lib/accounts/actor.ts';

/** What one event is about. An event changes the row of its subject and no other. */
export type SubjectKind = 'approval' | 'lead' | 'contact' | 'message' | 'conversation' | 'dnc' | 'user' | 'token' | 'signin' | 'channel' | 'workspace' | 'policy';

export interface Subject {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** What is known of an event beside its own fields. */
export interface Provenance {
  /** Place in the chain, counting from 1. */
  readonly seq: number;
  /** ms since the epoch, UTC. Never smaller than that of the record before it. */
  readonly at: number;
  readonly subject: Subject;
  readonly actor: ActorRef;
  readonly correlationId: string;
  /** What led to it: a verb's name, or the id of the message, file or job behind it. */
  readonly cause: string;
}

export type Recorded<E> = E & Provenance;

/** A record whose data was erased: all that is known is that something happened to a subject. */
export interface Blank extends Provenance {
  readonly type: 'Blank';
}
