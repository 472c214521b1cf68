import { channelNames } from '#lib/channels/channel.ts';
import { isNamed, isUndeliverable, templateChannels, useProblem } from '../message-template.ts';
import { lookAgain, pass, type PolicyRule, type Stops } from '../verdict.ts';

/** What names a template is that template as it is now, with its values: the platform sends its own copy, whatever the text here says. */
export const template: PolicyRule<Stops> = {
  name: 'template',
  scope: 'message',
  source: 'Meta: only an approved template is sent, in its approved words; none of the category marketing to numbers of +1',
  parameters: ['templates'],
  judge({ channel, recipient, text, template: use }, _facts, _nowMs, { templates }) {
    if (!use) return pass('It is not sent as a template.');
    if (!templateChannels.includes(channel)) return lookAgain('template', `${channelNames[channel]} has no templates.`);
    const problem = useProblem(use, text ?? '', templates);
    if (problem) return lookAgain('template', `${problem.why} Choose a template again, or write it freely.`);
    const named = templates.find(isNamed(use));
    if (named && isUndeliverable(named, recipient))
      return lookAgain('template', `“${use.name}” is a marketing template, and those do not reach numbers of +1. Choose another template, or use another channel.`);
    return pass(`It says exactly what the template “${use.name}” says.`);
  },
};
