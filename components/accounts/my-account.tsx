'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { signOut } from 'next-auth/react';
import { useTheme } from 'next-themes';
import { RadioGroup } from 'radix-ui';
import { useState, useSyncExternalStore } from 'react';
import { useMe } from '#components/data/use-me.ts';
import { useWrite } from '#components/data/use-write.ts';
import { Section } from '#components/frame/page.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { roleNotes } from './role-words.ts';

const looks = [{ value: 'system', label: 'As the system', icon: Monitor }, { value: 'light', label: 'Light', icon: Sun }, { value: 'dark', label: 'Dark', icon: Moon }] as const;

export function MyAccount() {
  const { data: me } = useMe();
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <Section title="You">
        {me ? (
          <p className="flex flex-wrap items-center gap-2 text-base">{me.name} <Badge>{me.role}</Badge> <span className="text-sm text-ink-3">{roleNotes[me.role]}</span></p>
        ) : <Skeleton className="h-5 w-64" />}
      </Section>
      <Section title="Look" note="Remembered in this browser."><LookChoice /></Section>
      <Section title="Sessions" note="If you left a session open somewhere, or somebody may know your password: this ends them all, here too. An admin sets a new password.">
        <div className="flex gap-2">
          <Button onClick={() => void signOut({ callbackUrl: '/sign-in' })}>Sign out</Button>
          <Button tone="danger" onClick={() => setAsked(true)}>Sign out everywhere</Button>
        </div>
      </Section>
      {isAsked && <EverywhereDialog onClose={() => setAsked(false)} />}
    </>
  );
}

function EverywhereDialog({ onClose }: { onClose: () => void }) {
  const { write, problem, isBusy } = useWrite();
  const leave = async () => {
    if (await write('POST', '/api/me/sign-out-everywhere', {})) await signOut({ callbackUrl: '/sign-in' });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Sign out everywhere"
      description="Every session of yours ends now, on every device. You sign in again here."
      footer={<><Button tone="quiet" onClick={onClose}>Cancel</Button><Button tone="danger" disabled={isBusy} onClick={() => void leave()}>Sign out everywhere</Button></>}
    >
      <ProblemLine problem={problem} />
    </Dialog>
  );
}

const subscribeNever = () => () => undefined;

function LookChoice() {
  const { theme = 'system', setTheme } = useTheme();
  // The server does not know what this browser remembers.
  const isHere = useSyncExternalStore(subscribeNever, () => true, () => false);
  return (
    <RadioGroup.Root value={isHere ? theme : ''} onValueChange={setTheme} aria-label="Look" className="flex flex-wrap gap-2">
      {looks.map(({ value, label, icon: Icon }) => (
        <RadioGroup.Item key={value} value={value} className="flex h-9 items-center gap-2 rounded-md border border-line-strong px-3 text-sm text-ink-2 hover:bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-selected data-[state=checked]:text-ink max-sm:h-11">
          <Icon aria-hidden className="size-4" />{label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
