'use client';

import { useQueryClient } from '@tanstack/react-query';
import { keys } from '#components/data/keys.ts';
import { useWrite } from '#components/data/use-write.ts';
import { say } from '#components/ui/toaster.tsx';

/** A channel that was paused or rests goes on because somebody says so. */
export function useResume(channel: string, name: string) {
  const client = useQueryClient();
  const { write, problem, isBusy } = useWrite();
  const followUp = () => {
    for (const queryKey of [keys.channels, keys.policy.all]) void client.invalidateQueries({ queryKey });
  };
  const resume = async () => {
    if (await write('POST', `/api/channels/${channel}/resume`, {})) say(`Sending again: ${name}`);
    followUp();
  };
  const tryNow = async () => {
    if (await write('POST', `/api/channels/${channel}/try`, {})) say(`Trying ${name} again`, { detail: 'With one message; the others wait until it has gone through.' });
    followUp();
  };
  return { resume, tryNow, problem, isBusy };
}
