import type { ApiProblem } from '#components/data/api.ts';
import { InView } from './in-view.tsx';
import { SignInAgain } from './sign-in-again.tsx';

/** A refusal in a form: what happened, what was kept, what to do. */
export function ProblemLine({ problem }: { problem: ApiProblem | null }) {
  if (!problem) return null;
  return <InView><p role="alert" className="rounded-md bg-failed-soft px-3 py-2 text-sm text-failed">{problem.code === 'not_signed_in' ? <SignInAgain then="try again here" /> : [problem.detail || problem.title, problem.lift].filter(Boolean).join(' ')}</p></InView>;
}
