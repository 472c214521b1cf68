'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import type { Role } from '#lib/accounts/actor.ts';
import type { NewToken } from '#lib/accounts/schema.ts';
import { keys } from '#components/data/keys.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/field.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { RoleField } from './role-field.tsx';

/** Creates a token, then shows its text this once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<NewToken | null>(null);
  return made ? <ShowToken token={made} onClose={onClose} /> : <CreateToken onClose={onClose} onMade={setMade} />;
}

function CreateToken({ onClose, onMade }: { onClose: () => void; onMade: (token: NewToken) => void }) {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const { write, problem, isBusy } = useFormWrite();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await write<NewToken>('POST', '/api/tokens', { name, role });
    if (!made) return;
    void client.invalidateQueries({ queryKey: keys.tokens });
    onMade(made);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Create a token"
      footer={<><Button tone="quiet" onClick={onClose}>Cancel</Button><Button tone="primary" type="submit" form="token-form" disabled={isBusy}>Create</Button></>}
    >
      <form id="token-form" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <TextField id="token-name" label="Name" autoFocus value={name} maxLength={100} placeholder="CRM sync" hint="Says which program uses it." error={fieldProblem(problem, 'name')} onText={setName} />
        <RoleField id="token-role" role={role} onChange={setRole} />
      </form>
    </Dialog>
  );
}

function ShowToken({ token, onClose }: { token: NewToken; onClose: () => void }) {
  const box = useRef<HTMLInputElement>(null);
  useHeldPage();
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    box.current?.select();
    // On a plain-HTTP origin there is no clipboard to write to; the text is selected for the reader to copy.
    if (!window.isSecureContext) return setCopied('It is selected; press Ctrl+C.');
    await navigator.clipboard.writeText(token.token).then(() => setCopied('Copied.'), () => setCopied('It is selected; press Ctrl+C.'));
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Token for ${token.name}`} description="It is shown this once and kept nowhere. Copy it to where the program reads it." footer={<Button tone="primary" onClick={onClose}>I have copied it</Button>}>
      <div className="flex gap-2">
        <Input ref={box} readOnly aria-label="Token" value={token.token} onFocus={(event) => event.currentTarget.select()} className="font-mono text-sm" />
        <Button onClick={() => void copy()}><Copy />Copy</Button>
      </div>
      <p role="status" className="mt-1.5 min-h-5 text-sm text-good">{copied}</p>
    </Dialog>
  );
}
