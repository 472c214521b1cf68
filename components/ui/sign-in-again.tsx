/** For whoever is signed out over something that must stay where it is: in a new tab, and then on with it here. */
export function SignInAgain({ then }: { then: string }) {
  return <>You are signed out. <a href="/sign-in" target="_blank" rel="noreferrer" className="underline">Sign in again in another tab</a>, then {then}.</>;
}
