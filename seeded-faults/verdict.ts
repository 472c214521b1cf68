/** What a run of one test came to. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly messages: readonly string[] }
  | { readonly kind: 'skipped' }
  /** There is no test of that name, or its file could not be read. */
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'endless'; readonly seconds: number };

export type Verdict =
  | { readonly kind: 'caught' }
  /** No test noticed, or it fell over something else. */
  | { readonly kind: 'missed'; readonly why: string }
  /** Nothing is shown. `broken` when the fault list or the tree is to blame rather than the machine. */
  | { readonly kind: 'notRun'; readonly why: string; readonly broken: boolean };

/** Whether a test can show anything about a fault, from its run without one; null when it can. */
export function judgeWithout(outcome: Outcome): Verdict | null {
  switch (outcome.kind) {
    case 'passed':
      return null;
    case 'skipped':
      return { kind: 'notRun', why: 'its test cannot run on this machine', broken: false };
    case 'failed':
      return { kind: 'notRun', why: `its test fails without the fault: ${firstLine(outcome.messages)}`, broken: true };
    case 'absent':
      return { kind: 'notRun', why: outcome.why, broken: true };
    case 'endless':
      return { kind: 'notRun', why: `its test does not end within ${outcome.seconds} s without the fault`, broken: true };
  }
}

/** A test notices a fault by an assertion, or by a refusal it did not expect; a program that falls apart proves nothing. */
export function judgeWith(outcome: Outcome): Verdict {
  switch (outcome.kind) {
    case 'failed':
      return outcome.messages.some((message) => !fellApart.test(message)) ? { kind: 'caught' } : { kind: 'missed', why: `fell apart: ${firstLine(outcome.messages)}` };
    case 'passed':
      return { kind: 'missed', why: 'its test passes with the fault' };
    case 'skipped':
      return { kind: 'missed', why: 'its test did not run with the fault' };
    case 'absent':
      return { kind: 'missed', why: `fell apart: ${outcome.why}` };
    case 'endless':
      return { kind: 'missed', why: `its test did not end within ${outcome.seconds} s` };
  }
}

/** A matcher that is handed something else than it can compare throws a TypeError too: that is an assertion. */
const fellApart = /^(TypeError(?!: \.to\w+\(\) expects)|SyntaxError|ReferenceError|RangeError|Error: (Test|Hook) timed out)\b/;

function firstLine(messages: readonly string[]): string {
  return messages[0]?.split('\n')[0] ?? 'no message';
}
