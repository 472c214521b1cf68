import type { ImportReport } from '#lib/tables/import-report.ts';

/** What both imports answer: of leads with `suppressed`, of Do-Not-Contact entries with `cancelled`. */
export type AnyReport = Omit<ImportReport, 'suppressed'> & { readonly suppressed?: number; readonly cancelled?: number };

export type ImportOf = 'leads' | 'dnc';

export const importWords = {
  leads: {
    path: '/api/leads/import', title: 'Import leads', one: 'lead', many: 'leads',
    note: 'A CSV file with a column for the name and at least one for an address: email, phone, telegram, linkedin or messenger. Leads who are here already are left as they are.',
  },
  dnc: {
    path: '/api/dnc/import', title: 'Import Do Not Contact entries', one: 'entry', many: 'entries',
    note: 'A CSV file with a column email, phone, domain or handle, or kind and value. An import only adds; nothing is ever taken off the list by it.',
  },
} as const;

export function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** The figures of a report in the order a person asks for them. */
export function figuresOf(report: AnyReport, of: ImportOf): { label: string; value: number; tone: 'good' | 'held' | 'failed' | 'plain' }[] {
  const wrong = new Set(report.skipped.map((problem) => problem.row)).size;
  return [
    { label: 'Rows in the file', value: report.rows, tone: 'plain' },
    { label: report.dryRun ? 'Would be added' : 'Added', value: report.added, tone: 'good' },
    { label: 'Here already or twice', value: report.duplicates.length, tone: report.duplicates.length > 0 ? 'held' : 'plain' },
    { label: 'With a problem', value: wrong, tone: wrong > 0 ? 'failed' : 'plain' },
    of === 'leads'
      ? { label: 'On the Do Not Contact list', value: report.suppressed ?? 0, tone: (report.suppressed ?? 0) > 0 ? 'held' : 'plain' }
      : { label: report.dryRun ? 'Waiting drafts to block' : 'Waiting drafts blocked', value: report.cancelled ?? 0, tone: (report.cancelled ?? 0) > 0 ? 'held' : 'plain' },
  ];
}
