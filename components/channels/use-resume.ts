'use client';

import { useQueryClient } from '@tanstack/react-query';
import { keys } from '#components/data/keys.ts';
import { useWrite } from '#components/data/use-write.ts';
import { say } from '#components/ui/toaster.tsx';

export function useResume(channel: string, name: string) {
  const client = useQueryClient();
  const { write, problem, isBusy } = useWrite();
  const resume = async () => {
    if (await write('POST', `/api/channels/${channel}/resume`, {})) say(`Sending again: ${name}`);
    for (const queryKey of [keys.channels, keys.policy.all]) void client.invalidateQueries({ queryKey });
  };
  return { resume, problem, isBusy };
}
