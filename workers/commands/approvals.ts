import { getApproval } from '#lib/approvals/get-approval.ts';
import { listApprovals } from '#lib/approvals/list-approvals.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { useInWords } from '#lib/policy/message-template.ts';
import { inColumns, oneLine } from './columns.ts';
import type { Command } from './command.ts';

/** Reading the queue. There is no command that decides: decisions need a person who has seen the draft. */

const noDecisions = (word: string): Command => ({
  name: `approvals ${word}`,
  usage: '',
  summary: '',
  words: [0, 100],
  async run() {
    throw new Refused(refusal('not_a_person', 'Drafts are decided on by a signed-in person in the browser, never from the shell.', { lift: 'Open the console, sign in, and decide there.' }));
  },
});

export const refusedApprovalCommands: readonly Command[] = ['approve', 'reject', 'edit', 'undo', 'cancel', 'send'].map(noDecisions);

/** What narrows the list, and what the verb calls it. */
const listOptions = { status: 'status', channel: 'channel', q: 'q', code: 'code', 'older-than-hours': 'olderThanHours', 'younger-than-hours': 'youngerThanHours', limit: 'limit', cursor: 'cursor' } as const;

export const approvalCommands: readonly Command[] = [
  {
    name: 'approvals list',
    usage: '[--status S[,S]] [--channel C] [--q TEXT] [--code C] [--older-than-hours N] [--younger-than-hours N] [--limit N] [--cursor C]',
    summary: 'Show approvals as the queue orders them: hot first, then what is due first',
    options: Object.fromEntries(Object.keys(listOptions).map((name) => [name, { type: 'string' as const }])),
    async run(shell) {
      const input = Object.fromEntries(Object.entries(listOptions).flatMap(([name, field]) => (shell.option(name) === undefined ? [] : [[field, shell.option(name)]])));
      const list = await listApprovals(await shell.call(), input);
      if (list.total === 0) return { json: list, lines: [Object.keys(input).length === 0 ? 'There are no drafts yet.' : 'Nothing fits.'] };
      const rows = list.items.map((item) => [item.id, item.status, item.temperature, item.channel, oneLine(item.leadName, 24), oneLine(item.body, 50)]);
      const more = list.nextCursor === null ? [] : [`${list.items.length} of ${list.total}. The next ones: --cursor ${list.nextCursor}`];
      return { json: list, lines: [...inColumns([['ID', 'STATUS', 'TEMP', 'CHANNEL', 'LEAD', 'TEXT'], ...rows]), ...more] };
    },
  },
  {
    name: 'approvals show',
    usage: 'ID',
    summary: 'Show one approval whole',
    words: [1, 1],
    async run(shell) {
      const item = await getApproval(await shell.call(), { id: shell.words[0] });
      const facts = [
        ['Status', item.reason ? `${item.status} (${item.reason.text})` : item.status], ['Lead', `${item.leadName} ${item.leadId}`], ['Temperature', item.temperature], ['Due', item.dueAt],
        ['From', item.sender], ['To', `${item.recipient} by ${item.channel}`], ...(item.subject === null ? [] : [['Subject', item.subject]]),
        ...(item.template === null ? [] : [['Template', useInWords(item.template)]]),
        ...(item.decision ? [['Decided', `${item.decision.by} at ${item.decision.at}`]] : []), ['Attempts', String(item.attemptCount)], ['Content', item.contentHash],
      ];
      return { json: item, lines: [...inColumns(facts), '', item.body] };
    },
  },
];
