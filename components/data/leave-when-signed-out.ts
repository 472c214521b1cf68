import { isProblem } from './api.ts';

/** A page is held while it shows what would be lost with it: how far something with many is and what came of it, a text being written. */
let held = 0;

/** Until the returned function is called, a session that is over does not take the page away. */
export function holdPage(): () => void {
  held += 1;
  let isHolding = true;
  return () => {
    if (isHolding) held -= 1;
    isHolding = false;
  };
}

/** A session that is over leads back to the sign-in page, and from there to where one was. What is asked after the page is let go finds out again. */
export function leaveWhenSignedOut(error: Error, leave: (path: string) => void = (path) => location.assign(path)): void {
  if (!isProblem(error, 'not_signed_in') || held > 0) return;
  leave(`/sign-in?next=${encodeURIComponent(`${location.pathname}${location.search}`)}`);
}
