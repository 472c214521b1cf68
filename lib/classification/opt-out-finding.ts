/**
 * Whether a message asks us to write no more. `yes`: one of the words as the whole message, or a wording that leaves no
 * doubt. `maybe`: a person has to read it; what is queued for the lead waits. Source: 47 CFR 64.1200(a)(10). Pure.
 */
export type OptOut = 'yes' | 'maybe' | 'no';

export interface OptOutFinding {
  readonly verdict: OptOut;
  /** The words that decided, as the person wrote them; empty for `no`. */
  readonly quote: string;
}
