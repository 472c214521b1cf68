import type { NamedTest, SeededFault } from './seeded-fault.ts';

/** Faults of sending: what would send twice, lose a message, send what nobody approved, or reach somebody who said stop. */

const unit = (file: string) => (name: string): NamedTest => ({ project: 'unit', file, name });
const int = (file: string) => (name: string): NamedTest => ({ project: 'int', file, name });
const decide = unit('lib/approvals/decide.test.ts');
const life = unit('lib/approvals/invariants.test.ts');
const verbs = unit('lib/approvals/verbs.test.ts');
const claim = unit('lib/dispatch/claim-next.test.ts');
const look = unit('lib/dispatch/last-look.test.ts');
const retry = unit('lib/dispatch/retry.test.ts');
const rules = unit('lib/policy/rules/rules.test.ts');
const evaluate = unit('lib/policy/evaluate.test.ts');
const breaker = unit('lib/channels/breaker.test.ts');
const inbound = unit('lib/messages/record-inbound.test.ts');
const against = unit('lib/dnc/against.test.ts');
const store = unit('lib/store/memory/memory-store.test.ts');
const smtp = int('lib/channels/email/smtp.int.test.ts');
const worker = int('workers/worker.int.test.ts');
const mail = int('lib/channels/email/email.int.test.ts');
const route = unit('workers/steps/route.test.ts');
const deliver = unit('lib/dispatch/deliver.test.ts');
const apart = int('lib/dispatch/look-apart.int.test.ts');
const generated = unit('torture/policy.test.ts')('no generated message, past or policy makes a verdict wrong');

const templates = unit('lib/approvals/templates.test.ts');

const said: readonly SeededFault[] = [
  {
    name: 'shared-mail-counts-for-one', what: 'what a teammate wrote to several leads counts for the caps of the first alone',
    file: 'lib/messages/inbound-events.ts', find: 'reached.slice(1).flatMap(', replace: 'reached.slice(reached.length).flatMap(',
    test: inbound('drafts > a teammate’s mail to several leads counts for the caps of each, once for a home and a person, and once for its sender'),
  },
  {
    name: 'retired-on-its-way', what: 'a template that is taken out of use while its message is on its way goes out all the same',
    file: 'lib/policy/evaluate.ts', find: '[doNotContact, paused, template];', replace: '[doNotContact, paused];',
    test: unit('lib/approvals/templates.test.ts')('a template that is retired while its message is on its way stops it, and a person reads it again'),
  },
  {
    name: 'not-kept-is-kept', what: 'mail that is none of the console’s business stays on the disk for good',
    file: 'lib/messages/record-inbound.ts', find: 'known === null && (await isToBeKept(call, item))', replace: 'known === null',
    test: unit('lib/messages/record-inbound.test.ts')('drafts > what is not kept leaves no bytes behind, nor does a mail that was taken in before'),
  },
  {
    name: 'old-attempt-handed-over', what: 'a worker that stood still hands over its old attempt after a person had the message sent again: it arrives twice',
    file: 'lib/dispatch/last-look.ts', find: ' || approval.attempts.at(-1)?.number !== dispatch.attempt', replace: '',
    test: look('a worker that stood still hands over nothing once a person had it sent again'),
  },
  {
    name: 'known-outcome-forgotten', what: 'an outcome that is known and could not be recorded is forgotten, and a person has to find out',
    file: 'workers/steps/recording.ts', find: 'kept = [...kept, { ended, sinceMs: world.clock.monotonicMs() }];', replace: '',
    test: route('an outcome that cannot be recorded because others kept coming first is recorded before anything else is begun: nobody has to find out'),
  },
  {
    name: 'not-begun-loses-its-schedule', what: 'what was claimed and not begun goes out hours late without being asked about again',
    file: 'lib/approvals/evolve.ts', find: 'ourRefusals.has(code) ? { ...again, ...asBeforeItsClaim(state) } : ', replace: '',
    test: route('what was claimed and not begun keeps its schedule: late, it is asked about again'),
  },
  {
    name: 'counted-and-changed', what: 'of many dead letters one that changed since it was counted is done with as well',
    file: 'lib/approvals/decide-in-bulk.ts', find: 'version !== now.version && result', replace: 'version > now.version && result',
    test: unit('lib/approvals/prepare-bulk.test.ts')('deciding on what was counted > what changed since it was counted is left and told (cancel)'),
  },
  {
    name: 'two-at-once-to-a-person', what: 'two messages to one person are under way at once, and neither approval knew of the other',
    file: 'lib/policy/facts.ts', find: 'rows.includes(row.leadId)', replace: 'row.leadId === leadId',
    test: route('two leads with one mailbox in two spellings are one person: one message to them is under way, and the other is read again'),
  },
  {
    name: 'claimed-ahead-meets-trouble', what: 'what was claimed before the channel was in trouble is sent into it, and past its rest',
    file: 'lib/dispatch/line.ts', find: 'hasFailed: (failures ?? 0) > failuresKnown', replace: 'hasFailed: false',
    test: route('what was claimed before the channel was in trouble is claimed anew, so that a channel that rests is left alone'),
  },
  {
    name: 'unrecorded-refusal-passed-by', what: 'what was claimed beside a refusal that could not be recorded is sent before anybody can know of the refusal',
    file: 'workers/steps/route.ts', find: 'return isFailure;', replace: 'return false;',
    test: route('behind a refusal that could not be recorded because others kept coming first nothing is begun, although it was claimed in the same append; it goes when the refusal is recorded'),
  },
  {
    name: 'unrecordable-refusal-forgotten', what: 'a refusal that cannot be recorded for a reason of its own is forgotten at the next step, and the channel in trouble is met by one message after the other',
    file: 'workers/steps/recording.ts', find: ' && world.clock.monotonicMs() - sinceMs >= leaseMs', replace: '',
    test: route('what can never be recorded keeps everything back until its lease is over; then it is left to whoever recovers it, and the others go on'),
  },
  {
    name: 'known-outcome-left-behind', what: 'a worker that ends leaves an outcome behind that it knows: a person has to find out',
    file: 'workers/loop.ts', find: 'await step.finish?.()', replace: 'await Promise.resolve()',
    test: route('asked to end after an outcome could not be recorded, it records it once more'),
  },
  {
    name: 'rest-of-an-address-forgotten', what: 'an address that is to rest for two weeks is written to sooner, because the reports that count are older by then',
    file: 'lib/policy/delayed.ts', find: 'nowMs - delayedRestMsMax - delayedForMs', replace: 'nowMs - delayedForMs',
    test: unit('lib/policy/facts.test.ts')('however long an address rests, no report that counted is forgotten before it ends'),
  },
  {
    name: 'claimed-long-ago-sent', what: 'what was claimed while another message took minutes is sent by what was decided then',
    file: 'workers/steps/route.ts', find: 'isAlone && place === 0 ? claimMsMax : aheadMsMax', replace: 'claimMsMax',
    test: route('what was claimed before a message that took long is claimed anew'),
  },
  {
    name: 'begun-while-ending', what: 'a worker that is asked to end begins what it had claimed, and is killed in the middle of it',
    file: 'lib/dispatch/line.ts', find: 'if (isEnding) return ', replace: 'if (isEnding && ageMs < 0) return ',
    test: route('a worker that is asked to end while it sends begins nothing more: what it had claimed is free at once, and no try is spent'),
  },
  {
    name: 'stop-unseen-apart', what: 'the thread that hands over does not see that somebody said stop after the claim',
    file: 'lib/dispatch/look-apart.ts', find: ' && newest < claim.line', replace: '',
    test: apart('whatever else is recorded has to be asked about, by what was claimed before it'),
  },
  {
    name: 'other-attempt-clears', what: 'an old attempt in the thread that hands over goes by the claim of a newer one: it arrives twice',
    file: 'lib/dispatch/look-apart.ts', find: " && says(claim.started, 'idempotencyKey', idempotencyKey)", replace: '',
    test: apart('an attempt that came to something, or has another behind it, is asked about'),
  },
  {
    name: 'other-file-unseen', what: 'the thread that hands over goes by a file of the journal that another took the place of',
    file: 'lib/store/journal/tail.ts', find: '      return false;', replace: '      return true;',
    test: apart('when another file takes the place of the one it reads, it cannot tell what was added there'),
  },
  {
    name: 'fallen-thread-tried-again', what: 'what a thread had begun that fell over is tried again, though nobody knows what became of it',
    file: 'workers/sending/thread-line.ts', find: "return { kind: 'unknown', evidence: `The thread that sends gave", replace: "return { kind: 'refused', transient: true, code: 'thread', evidence: `The thread that sends gave",
    test: int('workers/sending/thread-line.int.test.ts')('a thread that falls over leaves it open what became of the message it had begun, and of no other; the next one goes through another'),
  },
  {
    name: 'begun-not-noted', what: 'what is handed over is not noted before: after a kill it goes out once more',
    file: 'lib/dispatch/begun-notes.ts', find: 'if (!isNoted) notes.note(idempotencyKey);', replace: '',
    test: int('workers/sending/thread-line.int.test.ts')('what may leave is noted before it is looked at for the last time; what waits for its turn is not'),
  },
  {
    name: 'earlier-look-answers', what: 'the answer to an earlier look is taken for that to a later one, after somebody said stop',
    file: 'workers/sending/thread.ts', find: '  looks += 1;', replace: '  looks = id;',
    test: int('workers/sending/thread-line.int.test.ts')('the answer to an earlier look says nothing of a later one, when the connection was made anew between them'),
  },
  {
    name: 'lost-claim-hides-a-stop', what: 'a claim that lost its race hides a stop that stands before it',
    file: 'lib/dispatch/look-apart.ts', find: " && says(line, 'worker', worker)", replace: '',
    test: apart('nor does it when the stop is about this very message'),
  },
  {
    name: 'fragment-hides-a-stop', what: 'a stop behind what another writer left unfinished is read as what that was',
    file: 'lib/store/journal/tail.ts', find: 'mayBeBehindFragment(text) ? unknown : ', replace: '',
    test: apart('a stop that stands behind what another writer left unfinished, on one line with it, is asked about'),
  },
  {
    name: 'half-a-note-hides-the-next', what: 'half a note that a full disk left hides the next one: after a kill that goes out once more',
    file: 'lib/store/csv/begun-notes.ts', find: 'write(file, `\\n${line}\\n`)', replace: 'write(file, `${line}\\n`)',
    test: int('lib/store/csv/begun-notes.int.test.ts')('half a note, as a full disk leaves it, does not hide the next one'),
  },
  {
    name: 'answer-while-standing-still-unheard', what: 'a thread that answered while the worker stood still is ended in the middle of its next message',
    file: 'workers/sending/thread-line.ts', find: ' && this.heardCount === heard', replace: '',
    test: int('workers/sending/thread-line.int.test.ts')('a worker that stood still hears what its thread said meanwhile before it gives it up'),
  },
  {
    name: 'idle-thread-given-up', what: 'a thread that was asked nothing is ended just when it is asked: the message may have left, and nobody knows',
    file: 'workers/sending/thread-line.ts', find: ' && this.ids === ids', replace: '',
    test: int('workers/sending/thread-line.int.test.ts')('one that was silent because it was asked nothing is not given up when it is asked just as its patience would end'),
  },
  {
    name: 'next-thread-counts-anew', what: 'a thread that takes the place of another begins what was claimed before that one’s failures were known',
    file: 'workers/sending/thread-line.ts', find: 'if ((failures ?? 0) > turn.failuresKnown) return', replace: 'if (turn.failuresKnown < 0) return',
    test: int('workers/sending/thread-line.int.test.ts')('a thread that answers nothing is given up; one that was asked nothing may be silent'),
  },
  {
    name: 'notes-outlive-the-machine', what: 'notes that power loss may have taken are believed',
    file: 'lib/store/csv/begun-notes.ts', find: ' && newest.startsWith(headOf(here))', replace: '',
    test: int('lib/store/csv/begun-notes.int.test.ts')('what is noted may have begun; what is not has not, until the machine starts again'),
  },
  {
    name: 'sleeping-worker-had-not-begun', what: 'what a worker that only sleeps has not begun yet is sent by another one as well',
    file: 'lib/dispatch/recover-attempts.ts', find: "noted?.kind === 'not_begun' && isGone(attempt.worker)", replace: "noted?.kind === 'not_begun'",
    test: unit('lib/dispatch/recover-attempts.test.ts')('what its worker had not begun to hand over waits in its place, and goes without anybody: only of a worker that is gone'),
  },
  {
    name: 'postal-code-ignored', what: 'where a lead gets their post says nothing of the hour of the day there',
    file: 'lib/policy/place.ts', find: 'if (postal !== null) states.add(postal);', replace: '',
    test: evaluate('where somebody may be > the postal code beside the stored zone'),
  },
  {
    name: 'refused-address-forgotten', what: 'an address at which nobody is, as the server says at once, is written to again and again',
    file: 'lib/dispatch/refused-for-good.ts', find: 'outcome.nobodyThere !== true', replace: 'outcome.nobodyThere === undefined || outcome.transient === false',
    test: unit('lib/dispatch/refused-for-good.test.ts')('an address at which nobody is goes on the list at once, in every spelling, and ends what waits for it'),
  },
  {
    name: 'other-row-of-the-person-goes-on', what: 'what was sent to somebody does not hold what waits for them under another lead',
    file: 'lib/approvals/staleness.ts', find: '(await leadsOfPerson(reads, leadId)).map(', replace: '[leadId].map(',
    test: claim('two leads with one mailbox in two spellings are one person: what goes to one is read by whoever approved for the other, and they have one cap'),
  },
  {
    name: 'stale-while-sent-forgotten', what: 'a lead who writes while a message to them is on its way is sent it again unread when the channel refuses it',
    file: 'lib/approvals/decide.ts', find: 'next !== null && isStale ?', replace: 'next !== null && isStale && attempt < 0 ?',
    test: look('something about the lead changed meanwhile: it is stopped, and a person reads it before another try'),
  },
  {
    name: 'stop-spends-a-try', what: 'a message that somebody stopped comes nearer to the dead letters each time',
    file: 'lib/approvals/approval.ts', find: "new Set(['stopped', 'aborted', notBegunCode])", replace: "new Set(['aborted', notBegunCode])",
    test: look('the channel was paused meanwhile: it waits, and no try is spent, however often that happens'),
  },
  {
    name: 'later-approval-swallowed', what: 'who approves for later what is approved already is told it is done, and it goes out at once',
    file: 'lib/approvals/decide.ts', find: '(command.sendAt ?? null) === state.sendAt', replace: 'command.contentHash === state.contentHash',
    test: decide('approving for later > a second approval for another time is not taken for the first'),
  },
  {
    name: 'late-answer-dropped', what: 'that a message was accepted is forgotten when the answer comes after the lease, and it is sent again',
    file: 'lib/approvals/decide.ts', find: "...staleEvent(state, { kind: 'arrived_before', attempt })];", replace: '];',
    test: unit('lib/dispatch/recover-attempts.test.ts')('an answer that comes after the lease was lost proves what became of it; once it is to be sent again, it keeps that until somebody has read of it'),
  },
  {
    name: 'proof-put-away', what: 'that an earlier attempt went out is no longer told once the lead has written',
    file: 'lib/approvals/evolve.ts', find: "reason: arrivedBefore(state) ?? { kind: 'stale', because: event.because }", replace: "reason: { kind: 'stale', because: event.because }",
    test: unit('lib/dispatch/record-outcome.test.ts')('that an earlier attempt went out after all is told whatever the lead writes then, and its message stands in the conversation once'),
  },
  {
    name: 'proof-behind-another-reason', what: 'that an earlier attempt went out is not told when the next one must be read again for something else',
    file: 'lib/approvals/decide.ts', find: "(standing === null || because.kind === 'arrived_before')", replace: 'standing === null',
    test: unit('lib/dispatch/record-outcome.test.ts')('the proof counts for more than what the lead wrote while the second attempt was on its way, and that one is not repeated unread'),
  },
  {
    name: 'sandbox-knows-real-mail', what: 'a start without the mail settings takes mail that went out for never sent, and a machine sends it again',
    file: 'lib/channels/sandbox/adapter.ts', find: "return { kind: 'cannot_tell', evidence: `It was to go out from", replace: "return { kind: 'not_sent', evidence: `It was to go out from",
    test: worker('killed after the payload was handed over, and started without the mail settings: uncertain as well, not free to be sent again'),
  },
  {
    name: 'sent-again-not-looked-for', what: 'the first copy of what is to be sent again turns up in Sent, and nobody looks',
    file: 'lib/dispatch/prove-uncertain.ts', find: ', { statuses: mayGoAgain, triedFromMs: fromMs }', replace: '',
    test: unit('lib/dispatch/prove-uncertain.test.ts')('of what is to be sent again it is looked as well whether the first copy shows up: then it is read again, beside what went out'),
  },
  {
    name: 'dead-letter-not-looked-for', what: 'the first copy of a dead letter turns up in Sent, nobody looks, and it is sent again',
    file: 'lib/dispatch/prove-uncertain.ts', find: "'approved', 'dead_letter', 'rejected'];", replace: "'approved', 'rejected'];",
    test: unit('lib/dispatch/prove-uncertain.test.ts')('of a dead letter it is looked as well whether an attempt before the refused one shows up: then it is not tried again unread'),
  },
  {
    name: 'rejection-forgets', what: 'a rejection that is taken back hides that the lead changed since',
    file: 'lib/approvals/staleness.ts', find: ", 'rejected'];", replace: '];',
    test: verbs('the lead changes > what was rejected meanwhile says so when it is taken back'),
  },
  {
    name: 'dnc-not-in-claim', what: 'the claim does not look at the Do-Not-Contact list: it was looked at before',
    file: 'lib/dispatch/claim-next.ts', find: "verdictOf(explained.filter(({ scope }) => scope === 'message'))", replace: "verdictOf(explained.filter(({ scope, rule }) => scope === 'message' && rule !== 'dnc'))",
    test: look('they said stop by any address meanwhile: it is stopped, and the next claim blocks it'),
  },
  {
    name: 'no-look-after-claim', what: 'who says stop after the claim is written to all the same',
    file: 'lib/policy/evaluate.ts', find: '[doNotContact, paused, template];', replace: '[paused, template];',
    test: look('they said stop by any address meanwhile: it is stopped, and the next claim blocks it'),
  },
  {
    name: 'no-look-before-end', what: 'nobody looks again before the end of a mail is handed over',
    file: 'lib/channels/email/smtp.ts', find: 'else looked(this, end);', replace: 'else end();',
    test: smtp('from the first byte of the payload > a mail that somebody stopped when all but its end went over is taken by nobody, and said to be refused'),
  },
  {
    name: 'look-ignored', what: 'what the last look says is not heeded',
    file: 'lib/channels/email/smtp.ts', find: 'if (stopped === null) goOn();', replace: 'if (stopped !== undefined) goOn();',
    test: smtp('from the first byte of the payload > a mail that somebody stopped before its first byte is taken by nobody, and said to be refused'),
  },
  {
    name: 'dnc-exact-spelling', what: 'the Do-Not-Contact list knows an address only as it was written',
    file: 'lib/dnc/match.ts', find: "as: 'gmail.com', ignores: /\\./g", replace: "as: 'gmail.com', ignores: null",
    test: worker('a DNC entry between approval and claim blocks, in every spelling of the address'),
  },
  {
    name: 'complaint-by-address-alone', what: 'who complained about a mail is still written to on other channels',
    file: 'lib/messages/report-events.ts', find: 'if (nature.complaint) return', replace: 'if (!nature.permanent) return',
    test: inbound('mail that comes back > a complaint ends everything to that person, on every channel'),
  },
  {
    name: 'unsubscribe-link-unsealed', what: 'whoever makes up a link unsubscribes somebody',
    file: 'lib/dnc/unsubscribe-link.ts', find: 'unsubscribeToken(approvalId, seal) === token', replace: 'unsubscribeToken(approvalId, seal) !== approvalId',
    test: unit('lib/dnc/unsubscribe.test.ts')('a link that was not made here, or was changed anywhere, does nothing'),
  },
  {
    name: 'unsubscribe-link-of-another', what: 'the link in one mail unsubscribes whoever another mail went to',
    file: 'lib/dnc/unsubscribe-link.ts', find: '`unsubscribe ${approvalId}`', replace: '`unsubscribe ${approvalId.slice(0, 2)}`',
    test: unit('lib/dnc/unsubscribe.test.ts')('a link that was not made here, or was changed anywhere, does nothing'),
  },
  {
    name: 'unsubscribe-by-looking', what: 'a scanner that opens the links of a mail unsubscribes its recipient',
    file: 'app/api/unsubscribe/[token]/route.ts', find: "unsubscribePage(await unsubscribeLinkState(call, params['token'] ?? ''))", replace: "unsubscribePage((await unsubscribe(call, params['token'] ?? '')) === 'done' ? 'ask' : await unsubscribeLinkState(call, params['token'] ?? ''))",
    test: unit('app/api/unsubscribe/unsubscribe.test.ts')('whoever only looks at the link changes nothing, as scanners of mail do; one POST without cookies acts'),
  },
  {
    name: 'dnc-narrow-letters-only', what: 'an address that was listed in full-width letters is not found',
    file: 'lib/dnc/canonical.ts', find: "raw.normalize('NFKC').trim()", replace: 'raw.trim()',
    test: generated,
  },
  {
    name: 'reply-keeps-approval', what: 'a draft goes out although the lead wrote since',
    file: 'lib/messages/inbound-events.ts', find: "const own = lead ? await withStale(reads, lead.id, { kind: 'new_inbound', messageId: drawn.messageId }, suppressed) : suppressed;", replace: 'const own = suppressed;',
    test: inbound('drafts > what waits for the lead goes stale in the same commit'),
  },
  {
    name: 'former-address-forgotten', what: 'an address is taken off somebody who said stop, given to another lead, and written to',
    file: 'lib/store/layouts.ts', find: '[...row.addresses, ...row.formerAddresses].map(', replace: '[...row.addresses].map(',
    test: against('the same address, taken off the lead and given to another one, is not written to'),
  },
  {
    name: 'asked-again-after-a-lift', what: 'who says stop again after a manager lifted what was carried over to them is told that they are listed, and written to',
    file: 'lib/dnc/listed-already.ts', find: ' && !lifted.has(entry.id)', replace: '',
    test: against('what is asked for after a manager lifted it counts, though the entry on the address still stands: they write from the old address'),
  },
  {
    name: 'other-spelling-another-person', what: 'a lead with another spelling of the mailbox of somebody who said stop is written to',
    file: 'lib/dnc/against.ts', find: '...(await reads.leads.everUnder(own))]);', replace: ']);',
    test: against('another spelling of it, taken off the lead and given to another one, is not written to'),
  },
  {
    name: 'old-address-means-nothing', what: 'whoever says stop under an address that was taken off them before is written to all the same',
    file: 'lib/dnc/against.ts', find: 'return { now: [...now], ever: [...ever].filter((key) => !now.has(key)) };', replace: 'return { now: [...now], ever: [...ever].filter((key) => now.has(key)) };',
    test: against('whoever says stop under an address that was taken off them before is heeded: the entry is made for the old address'),
  },
  {
    name: 'stop-leaves-with-address', what: 'whoever said stop is written to once the address they said it under is taken off them',
    file: 'lib/dnc/former-addresses.ts', find: "if (entry.kind === 'erased' ||", replace: "if (entry.kind !== 'erased' ||",
    test: against('what was asked for under an address goes on for the person when that address is taken off them, until a manager lifts it'),
  },
  {
    name: 'stop-from-elsewhere-ignored', what: 'somebody who reads our mail at another address asks from there to stop, and is written to again',
    file: 'lib/messages/inbound-events.ts', find: 'const suppressed = optOut && lead === null && leadId === answered ?', replace: 'const suppressed = optOut && lead !== null && leadId === answered ?',
    test: inbound('drafts > who asks to stop from another address, in an answer to our mail, is not written to again at any'),
  },
];

const approved: readonly SeededFault[] = [
  {
    name: 'hash-forgotten', what: 'what is sent is not compared with what was approved',
    file: 'lib/approvals/decide.ts', find: 'if (hash !== state.contentHash || hash !== state.decision.contentHash) return changedSince(state);', replace: '',
    test: decide('claiming > not with other content than was approved'),
  },
  {
    name: 'older-text-approved', what: 'an approval of an older text counts for the one that is there',
    file: 'lib/approvals/decide.ts', find: "if (state.contentHash !== command.contentHash) return changedSince(state);\n      if (state.status !== 'pending') return wrong(state, 'approved');", replace: "if (state.status !== 'pending') return wrong(state, 'approved');",
    test: verbs('deciding > who saw an older text is shown the one that is there'),
  },
  {
    name: 'machine-approves', what: 'a machine approves',
    file: 'lib/approvals/decide.ts', find: "if (!isPerson(command.actor)) return machine('approve a draft');", replace: '',
    test: life('no machine approves, rejects, undoes, cancels, resolves or takes up'),
  },
  {
    name: 'retired-template-sent', what: 'a template that was retired since it was approved is sent',
    file: 'lib/policy/message-template.ts', find: "template.status !== 'active'", replace: "template.status === undefined",
    test: templates('sending > a template that was retired since it was approved is not sent; a person reads it again'),
  },
  {
    name: 'template-in-other-words', what: 'what was approved is not what the platform would send under the name of the template',
    file: 'lib/policy/message-template.ts', find: 'return says === text ? null :', replace: 'return says.length > 0 ? null :',
    test: templates('sending > a template that says something else since it was approved is not sent; a person reads it again'),
  },
  {
    name: 'template-outlives-its-edit', what: 'what was edited into free text is still sent as the template it was',
    file: 'lib/approvals/evolve.ts', find: 'const { template: _, ...kept } = base;', replace: 'const kept = base;',
    test: templates('drafting > an edit keeps it, gives it other values, takes it off, or puts it on; half of one is refused'),
  },
  {
    name: 'template-not-in-hash', what: 'an approval of free text stands for a template of the same words',
    file: 'lib/approvals/content.ts', find: '[[content.template.name, content.template.language, content.template.parameters]]', replace: '[]',
    test: unit('lib/approvals/content.test.ts')('the template, its language and each of its values are part of what is approved'),
  },
  {
    name: 'free-text-outside-window', what: 'free text goes out on WhatsApp to somebody who has not written within 24 h',
    file: 'lib/policy/rules/channel-window.ts', find: "if (template && useProblem(", replace: "if (!template || useProblem(",
    test: generated,
  },
  {
    name: 'staleness-forgotten', what: 'an approval never grows old',
    file: 'lib/policy/rules/staleness.ts', find: 'nowMs - decidedAt <= staleAfterMs', replace: 'nowMs - decidedAt <= Infinity',
    test: evaluate('decided longer ago'),
  },
  {
    name: 'sender-forgotten', what: 'what was approved goes to the channel from an address that is not ours any more',
    file: 'lib/policy/rules/sender.ts', find: 'return named === ourSender ? null', replace: 'return named !== null ? null',
    test: evaluate('drafted for an address we sent from before'),
  },
  {
    name: 'given-away-forgotten', what: 'what was written to one lead goes to another, who has the address by now',
    file: 'lib/policy/rules/recipient.ts', find: 'ownerId === null || ownerId === leadId', replace: 'ownerId === null || ownerId !== null',
    test: unit('lib/approvals/recipient-given-away.test.ts')('what was written to Ann is not approved to Bob’s address; to one of hers it is'),
  },
  {
    name: 'undo-window-ignored', what: 'a message goes out while its approval can still be undone, or before its next try',
    file: 'lib/approvals/decide.ts', find: 'if (command.now < state.notBefore)', replace: 'if (command.now < 0)',
    test: decide('claiming > not before the undo window is over'),
  },
];

const twice: readonly SeededFault[] = [
  {
    name: 'ambiguous-tried-again', what: 'a mail whose answer was lost is tried again',
    file: 'lib/channels/email/smtp-outcome.ts', find: "if (answered === null) return { kind: 'unknown', evidence:", replace: "if (answered === null) return { kind: 'refused', transient: true, code: 'timeout', evidence:",
    test: smtp('from the first byte of the payload > a stall between the final dot and the answer is unknown, though the server has the message'),
  },
  {
    name: 'fallen-channel-tried-again', what: 'a message whose channel fell over while sending is tried again',
    file: 'lib/dispatch/deliver.ts', find: "return { kind: 'unknown', evidence: `The channel failed", replace: "return { kind: 'refused', transient: true, code: 'failed', evidence: `The channel failed",
    test: deliver('a channel that falls over may have sent it: nobody knows, and it is no reason to try again'),
  },
  {
    name: 'silent-channel-tried-again', what: 'a message whose channel never answered is tried again',
    file: 'lib/dispatch/deliver.ts', find: "late.resolve({ kind: 'unknown', evidence:", replace: "late.resolve({ kind: 'refused', transient: true, code: 'timeout', evidence:",
    test: deliver('a channel that does not answer is told to end, and one that does not listen either is left: nobody knows'),
  },
  {
    name: 'lost-attempt-tried-again', what: 'an attempt whose worker died is tried again although nobody knows what became of it',
    file: 'lib/dispatch/recover-attempts.ts', find: 'return loseLease(call, dispatch, found.evidence);', replace: "return record(call, dispatch, { kind: 'refused', transient: true, code: 'lost', evidence: found.evidence });",
    test: worker('killed after the payload was handed over: uncertain, and no machine sends it again'),
  },
  {
    name: 'lease-not-checked', what: 'a worker that lost its lease records over a newer claim',
    file: 'lib/approvals/decide.ts', find: "if (state.status !== 'sending' || state.attempts.at(-1)?.number !== command.attempt)", replace: "if (state.status !== 'sending')",
    test: decide('what a dispatch came to > the outcome of another attempt does not count'),
  },
  {
    name: 'lease-by-wall-clock', what: 'a clock that is set ahead takes a message from the worker that is sending it',
    file: 'lib/dispatch/recover-attempts.ts', find: 'if (!over.has(attempt.idempotencyKey) &&', replace: 'if (call.world.clock.now() < attempt.leaseUntilMs &&',
    test: unit('lib/dispatch/recover-attempts.test.ts')('a clock that is set ahead does not take an attempt from the worker that is sending it'),
  },
  {
    name: 'retry-after-ignored', what: 'a channel that asks for time is not given it',
    file: 'lib/dispatch/retry.ts', find: 'if (retryAfterMs !== null) return nowMs + namedWait(retryAfterMs);', replace: '',
    test: retry('when a refused attempt is tried again > what the channel asks for wins'),
  },
  {
    name: 'no-trace-is-proof', what: 'an uncertain send without a trace is taken for sent',
    file: 'lib/dispatch/prove-uncertain.ts', find: "if (found.kind !== 'sent') return false;", replace: "if (found.kind !== 'sent') return true;",
    test: mail('e-mail over dovecot > an uncertain send of which a copy turns up was sent; one without a trace stays with the person'),
  },
];

const tooMuch: readonly SeededFault[] = [
  {
    name: 'under-way-not-counted', what: 'quotas forget attempts whose outcome is not known',
    file: 'lib/store/layouts.ts', find: "counts: attempt.outcome?.kind !== 'refused' };", replace: "counts: attempt.outcome?.kind === 'accepted' };",
    test: store('memory store: sends > attempts count unless they were refused, by channel, sender and lead'),
  },
  {
    name: 'gap-ignored', what: 'messages follow each other without the shortest gap',
    file: 'lib/policy/rules/quotas.ts', find: 'if (nowMs >= until) return pass(`At least', replace: 'if (nowMs >= 0) return pass(`At least',
    test: evaluate('within the gap'),
  },
  {
    name: 'backwards-clock-frees-gap', what: 'a clock that goes back opens the gap',
    file: 'lib/policy/rules/quotas.ts', find: 'const until = lastDay.newest === null ? nowMs :', replace: 'const until = lastDay.newest === null || lastDay.newest > nowMs ? nowMs :',
    test: evaluate('a start ahead of a clock that went back'),
  },
  {
    name: 'household-forgotten', what: 'what went to others of a household does not count',
    file: 'lib/policy/person.ts', find: 'rows.flatMap(({ household }) => household ?? [])', replace: 'rows.flatMap(() => [] as string[])',
    test: claim('what went to one of a household counts for all of it'),
  },
  {
    name: 'quiet-hours-of-the-team', what: 'quiet hours are those of the team, not of the recipient',
    file: 'lib/policy/place.ts', find: 'zones: place.known ? place.zones :', replace: 'zones: place.known ? [teamZone] :',
    test: evaluate('quiet hours > a phone channel keeps the strictest of stored zone and number'),
  },
  {
    name: 'daytime-somewhere', what: 'daytime in one of the places somebody may be in is enough',
    file: 'lib/policy/quiet-hours.ts', find: 'zones.find((zone) => !isOpen(at, zone, week))', replace: 'zones.slice(0, 1).find((zone) => !isOpen(at, zone, week))',
    test: generated,
  },
  {
    name: 'one-state-counts', what: 'of several states somebody may be in the hours of one count',
    file: 'lib/policy/quiet-hours.ts', find: 'open: Math.max(...all.map(({ open }) => open))', replace: 'open: Math.min(...all.map(({ open }) => open))',
    test: generated,
  },
  {
    name: 'feast-after-feast', what: 'the day after a holiday is taken for a workday',
    file: 'lib/policy/rules/holidays.ts', find: 'zone !== undefined; zone = zones.find(isHoliday))', replace: 'zone !== undefined; zone = undefined)',
    test: rules('two holidays in a row are waited for together, and one that begins later further west with them'),
  },
  {
    name: 'sends-while-clock-behind', what: 'a clock that was ahead and is set right sends at night, as if it were still ahead',
    file: 'lib/policy/rules/clock.ts', find: 'if (behindMs <= behindMsMax)', replace: 'if (behindMs >= 0)',
    test: claim('a clock that was ahead and is set right sends nothing at night: what time it is nobody knows until it has caught up'),
  },
  {
    name: 'clock-back-frees-quota', what: 'a clock that goes back frees places in a quota',
    file: 'lib/policy/rules/quotas.ts', find: 'if (counted.count < limit) return pass', replace: 'if (counted.count < limit || (counted.newest ?? 0) > nowMs) return pass',
    test: generated,
  },
  {
    name: 'old-answer-lifts-cap', what: 'whoever ever wrote may be written to without end',
    file: 'lib/policy/rules/quotas.ts', find: 'newest !== null && lastInboundAnywhereAt > newest) return pass(\'They wrote since the last message to them.', replace: 'newest !== null) return pass(\'They wrote since the last message to them.',
    test: generated,
  },
  {
    name: 'breaker-never-opens', what: 'a channel in trouble is tried on and on',
    file: 'lib/channels/breaker.ts', find: 'breaker.failures + 1 >= limits.failures', replace: 'breaker.failures < 0',
    test: breaker('five failures in a row open it for a minute; a success in between starts the count again'),
  },
  {
    name: 'limit-not-heeded', what: 'a channel that wants no more for an hour is asked again after a minute',
    file: 'lib/channels/breaker.ts', find: 'Math.max(retryAfterMs, Math.min(', replace: 'Math.max(0, Math.min(',
    test: breaker('a channel that says for how long it wants to be left alone is left alone for that long, never for less than the rest'),
  },
  {
    name: 'named-second-taken', what: 'a channel that names a second is met with all tries within seconds',
    file: 'lib/dispatch/retry.ts', find: 'return Math.max(minute, retryAfterMs);', replace: 'return retryAfterMs;',
    test: retry('when a refused attempt is tried again > a second that the channel asks for is a minute: six tries in six seconds try nothing'),
  },
  {
    name: 'wait-without-end', what: 'a wait that makes no sense goes into the journal, and nothing can be read any more',
    file: 'lib/dispatch/retry.ts', find: 'return Math.min(waitMsMax, Math.ceil(retryAfterMs));', replace: 'return Math.ceil(retryAfterMs);',
    test: retry('a channel that asks for Infinity ms is given 2592000000'),
  },
  {
    name: 'tried-without-a-message', what: 'a rest is ended by hand, and the message that met the trouble waits on',
    file: 'lib/policy/try-channel.ts', find: ', ...(await hastened(reads, channel, senders, meta.now))', replace: '',
    test: unit('lib/policy/try-channel.test.ts')('the one message that met the trouble is tried at once, and its send is sound in the journal'),
  },
  {
    name: 'tried-falls-back', what: 'what is due again by hand and was claimed but not begun waits for days after all',
    file: 'lib/approvals/evolve.ts', find: 'attempts: hastened(state, event.nextAttemptAt), ', replace: '',
    test: unit('lib/policy/try-channel.test.ts')('one that was claimed then and not begun is due again, also after another rest'),
  },
  {
    name: 'schedule-hastened', what: 'what is to go out at a time goes out before, because a rest was ended by hand',
    file: 'lib/approvals/evolve.ts', find: 'notBefore: Math.max(state.undoUntilMs, state.sendAt ?? 0, event.nextAttemptAt) };', replace: 'notBefore: event.nextAttemptAt };',
    test: decide('going stale, expiring, blocking and holding > what waits for its next try is due at once when that was seen to; the schedule and the undo window stand'),
  },
  {
    name: 'own-wait-hastened', what: 'a message that waits for a reason of its own is sent early, because a rest was ended by hand',
    file: 'lib/policy/try-channel.ts', find: "isChannelTrouble(last.outcome.code) && senders.has(last.sender)", replace: "senders.has(last.sender)",
    test: unit('lib/policy/try-channel.test.ts')('what waits for a reason of its own goes on waiting'),
  },
  {
    name: 'paused-is-tried', what: 'what somebody paused is taken for what only rests',
    file: 'lib/policy/try-channel.ts', find: 'if (own?.paused ?? all?.paused)', replace: 'if (own?.paused)',
    test: unit('lib/policy/try-channel.test.ts')('what is paused (all) is not tried'),
  },
  {
    name: 'block-is-of-an-address', what: 'who blocked us on one channel is written to on the others',
    file: 'lib/dispatch/refused-for-good.ts', find: "channel: 'all', reason: outcome.evidence, source: `unwanted:", replace: "channel, reason: outcome.evidence, source: `unwanted:",
    test: unit('lib/dispatch/refused-for-good.test.ts')('who blocked us said stop: everything to the person ends, on all channels, and it goes on with them when the address is taken off'),
  },
  {
    name: 'limit-meets-the-next', what: 'a channel that wants no more for now meets the next message at once',
    file: 'lib/channels/breaker.ts', find: "new Set(['credentials', 'account', 'limited']);", replace: "new Set(['credentials']);",
    test: breaker('limited opens it at once too'),
  },
  {
    name: 'gateway-is-a-refusal', what: 'a message of which a gateway lost the answer is sent again',
    file: 'lib/channels/outcome-table.ts', find: "status >= 500 || status === 408 ? 'unknown' : refusal;", replace: "status >= 600 ? 'unknown' : refusal;",
    test: unit('lib/channels/outcome-table.test.ts')('a gateway that gave up'),
  },
  {
    name: 'blocked-is-written-to', what: 'who blocked us on a channel is written to there again',
    file: 'lib/channels/outcome-table.ts', find: ', unwanted: true };', replace: ' };',
    test: unit('lib/channels/outcome-table.test.ts')('blocked'),
  },
  {
    name: 'half-open-for-all', what: 'a channel that is tried again is flooded at once',
    file: 'lib/policy/rules/circuit.ts', find: 'if (underWay > 0)', replace: 'if (underWay < 0)',
    test: rules('while the channel is in trouble the others wait for the one that tries it'),
  },
  {
    name: 'returns-not-heeded', what: 'a channel whose messages come back goes on sending',
    file: 'lib/policy/returned-events.ts', find: 'returned.length / tried <= shareMax', replace: 'returned.length <= tried',
    test: inbound('mail that comes back > more than a tenth of a day’s mail comes back: the channel pauses and says why, and one that is resumed pauses again at the next'),
  },
];

export const sendingFaults: readonly SeededFault[] = [...said, ...approved, ...twice, ...tooMuch];
