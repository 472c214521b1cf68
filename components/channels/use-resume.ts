'use client';

import { useQueryClient } from '@tanstack/react-query';
import { keys } from '#components/data/keys.ts';
import { useWrite } from '#components/data/use-write.ts';
import { say } from '#components/ui/toaster.tsx';

/** Of the card of a channel, for the focus. */
export const cardId = (channel: string) => `channel-${channel}`;

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
  /** `until`: the end of its rest as it is shown. */
  const tryNow = async (until: string) => {
    const tried = await write<{ wasResting: boolean }>('POST', `/api/channels/${channel}/try`, { until });
    if (tried) {
      if (tried.wasResting) say(`Trying ${name} again`, { detail: 'With one message; the others wait until it has gone through.' });
      else say(`${name} does not rest any more`);
      // Its button goes with the rest.
      document.getElementById(cardId(channel))?.focus();
    }
    followUp();
  };
  return { resume, tryNow, problem, isBusy };
}
