'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Role } from '#lib/accounts/actor.ts';
import type { UserView } from '#lib/accounts/schema.ts';
import { keys } from '#components/data/keys.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';
import { RoleField } from './role-field.tsx';

export function AddUserDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const { write, problem, isBusy } = useFormWrite();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const added = await write<UserView>('POST', '/api/users', { email, role, ...(name.trim() && { name }), ...(password && { password }) });
    if (!added) return;
    void client.invalidateQueries({ queryKey: keys.users });
    say(`Added: ${added.name}`, { detail: added.hasPassword ? 'They can sign in.' : 'They can sign in once they have a password.' });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add a user"
      footer={<><Button tone="quiet" onClick={onClose}>Cancel</Button><Button tone="primary" type="submit" form="user-form" disabled={isBusy}>Add the user</Button></>}
    >
      <form id="user-form" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <TextField id="user-name" label="Name" autoFocus value={name} maxLength={200} error={fieldProblem(problem, 'name')} onText={setName} />
        <TextField id="user-email" label="E-mail" type="email" value={email} maxLength={320} error={fieldProblem(problem, 'email')} onText={setEmail} />
        <RoleField id="user-role" role={role} onChange={setRole} />
        <TextField id="user-password" label="Password (may follow later)" type="password" autoComplete="new-password" value={password} hint="At least 10 characters; a few unrelated words are good." error={fieldProblem(problem, 'password')} onText={setPassword} />
      </form>
    </Dialog>
  );
}
