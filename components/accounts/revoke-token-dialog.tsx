'use client';

import { useQueryClient } from '@tanstack/react-query';
import type { TokenView } from '#lib/accounts/schema.ts';
import { keys } from '#components/data/keys.ts';
import { useWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { say } from '#components/ui/toaster.tsx';

export function RevokeTokenDialog({ token, onClose }: { token: TokenView; onClose: () => void }) {
  const client = useQueryClient();
  const { write, problem, isBusy } = useWrite();
  const revoke = async () => {
    if (!(await write<TokenView>('DELETE', `/api/tokens/${token.id}`, {}))) return;
    void client.invalidateQueries({ queryKey: keys.tokens });
    say(`Revoked: ${token.name}`);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}`}
      description="The program that uses it is refused from now on. This cannot be taken back."
      footer={<><Button tone="quiet" onClick={onClose}>Keep it</Button><Button tone="danger" disabled={isBusy} onClick={() => void revoke()}>Revoke</Button></>}
    >
      <ProblemLine problem={problem} />
    </Dialog>
  );
}
