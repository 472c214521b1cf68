'use client';

import { signIn } from 'next-auth/react';
import { useState, type FormEvent } from 'react';
import { duration } from '#lib/clock.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';

/** What the server's answer means to the person at the door; the same for a wrong name and a wrong password. */
function words(error: string): string {
  const [code, seconds] = error.split(':');
  if (code === 'throttled') return `Too many tries. Wait ${duration(Number(seconds) * 1000 || 60_000)} and try again.`;
  if (code === 'wrong_credentials' || code === 'CredentialsSignin') return 'E-mail or password is wrong.';
  return 'Signing in did not work. The server’s log says why.';
}

export function SignInForm({ next, firstError }: { next: string; firstError: string | null }) {
  const [error, setError] = useState(firstError && words(firstError));
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const answer = await signIn('credentials', { email: form.get('email'), password: form.get('password'), redirect: false }).catch(() => null);
    if (answer?.ok && !answer.error) return location.assign(next);
    setBusy(false);
    setError(answer?.error ? words(answer.error) : 'The server cannot be reached. Try again.');
  };
  return (
    <form onSubmit={(event) => void submit(event)} method="post" className="flex flex-col gap-4 rounded-lg border bg-surface p-5">
      <Field id="email" label="E-mail">
        <Input id="email" name="email" type="email" autoComplete="username" required autoFocus className="h-9" />
      </Field>
      <Field id="password" label="Password">
        <Input id="password" name="password" type="password" autoComplete="current-password" required className="h-9" />
      </Field>
      {error && <p role="alert" className="text-sm text-failed">{error}</p>}
      <Button type="submit" tone="primary" size="lg" disabled={isBusy} className="w-full">{isBusy ? 'Signing in…' : 'Sign in'}</Button>
    </form>
  );
}
