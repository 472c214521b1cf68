import { nameInText } from '#lib/channels/channel.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { isNamed, rendered, templateChannels, useProblem } from '#lib/policy/message-template.ts';
import { policyOf } from '#lib/policy/policy.ts';
import type { Reads } from '#lib/store/port.ts';
import type { World } from '#lib/world.ts';
import type { Content } from './content.ts';

/** Refuses content that names a template and is not exactly what that template says with its values, or could not be sent as one. */
export async function refuseBadTemplate(world: Pick<World, 'settings'>, reads: Reads, { channel, body, template }: Content): Promise<void> {
  if (!template) return;
  if (!templateChannels.includes(channel)) throw new Refused(refusal('invalid_input', `Messages on ${nameInText(channel)} are not sent as templates.`, { lift: 'Leave the template out.', details: { field: 'template' } }));
  const { templates } = policyOf(world.settings, await reads.policy.get());
  const problem = useProblem(template, body, templates);
  if (!problem) return;
  const known = templates.find(isNamed(template));
  throw new Refused(
    refusal('invalid_input', problem.why, {
      lift: problem.field === 'body' ? 'Change the values instead of the text, or take the template off.' : 'Choose a template that is in use, with its values; the policy has the list.',
      details: { field: problem.field, ...(problem.field === 'body' && known && { expected: rendered(known, template.parameters) }) },
    }),
  );
}
