import type { Metadata } from 'next';
import { Mark } from '#components/frame/mark.tsx';
import { SignInForm } from './sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

/** Only a path of this console: nobody is sent elsewhere after signing in. */
function safePath(next: string | string[] | undefined): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/inbox';
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[]; error?: string | string[] }> }) {
  const { next, error } = await searchParams;
  return (
    <main className="flex min-h-dvh items-center justify-center px-4 py-10">
      <div className="w-full max-w-[22rem]">
        <div className="mb-6 flex flex-col items-center gap-3 text-center">
          <Mark className="size-10" />
          <div>
            <h1 className="text-xl font-semibold">Sign in to RE Engine</h1>
            <p className="mt-0.5 text-sm text-ink-3">Nothing leaves without a person’s approval.</p>
          </div>
        </div>
        <SignInForm next={safePath(next)} firstError={typeof error === 'string' ? error : null} />
      </div>
    </main>
  );
}
