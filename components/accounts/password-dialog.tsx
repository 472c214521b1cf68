'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { UserView } from '#lib/accounts/schema.ts';
import { keys } from '#components/data/keys.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';

export function PasswordDialog({ user, onClose }: { user: UserView; onClose: () => void }) {
  const client = useQueryClient();
  const [password, setPassword] = useState('');
  const { write, problem, isBusy } = useFormWrite();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await write<UserView>('PATCH', `/api/users/${user.id}`, { password }))) return;
    void client.invalidateQueries({ queryKey: keys.users });
    say(`${user.name} has a new password`, { detail: 'Give it to them in person or by phone.' });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Set a password for ${user.name}`}
      description="Their sessions end; they sign in with the new one."
      footer={<><Button tone="quiet" onClick={onClose}>Cancel</Button><Button tone="primary" type="submit" form="password-form" disabled={isBusy || password === ''}>Set the password</Button></>}
    >
      <form id="password-form" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <TextField id="new-password" label="New password" type="password" autoComplete="new-password" autoFocus value={password} hint="At least 10 characters; a few unrelated words are good." error={fieldProblem(problem, 'password')} onText={setPassword} />
      </form>
    </Dialog>
  );
}
