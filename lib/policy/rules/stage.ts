import { restingStages } from '#lib/leads/lead.ts';
import { pass, type PolicyRule } from '../verdict.ts';

/** Nothing goes to leads that are done, said no, or have bad data; a person looks again. */
export const stage: PolicyRule = {
  name: 'stage',
  scope: 'message',
  source: 'the team',
  parameters: [],
  judge(_subject, { lead, leadId }) {
    if (!lead && leadId === null) return pass('The address belongs to no lead.');
    if (!lead) return { kind: 'block', why: 'There is no such lead any more.' };
    if (!restingStages.includes(lead.stage)) return pass(`The lead is at the stage ${lead.stage.replace('_', ' ')}.`);
    return { kind: 'stale', because: { kind: 'lead_stage_changed' }, why: `The lead is at the stage ${lead.stage.replace('_', ' ')}.` };
  },
};
