import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import { figuresOf, type AnyReport, type ImportOf } from './import-words.ts';

const tones = { good: 'text-good', held: 'text-held', failed: 'text-failed', plain: 'text-ink' } as const;
const shownMax = 100;

/** What became, or would become, of every row. */
export function ImportReport({ report, of }: { report: AnyReport; of: ImportOf }) {
  return (
    <div className="flex flex-col gap-4">
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-line sm:grid-cols-5">
        {figuresOf(report, of).map(({ label, value, tone }) => (
          <div key={label} className="bg-raised px-3 py-2 last:max-sm:col-span-2">
            <dt className="text-xs text-ink-3">{label}</dt>
            <dd data-figures className={cn('text-xl font-semibold', tones[tone])}>{value.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      {report.ignoredColumns.length > 0 && <p className="text-sm text-ink-3">Columns that are not read: {report.ignoredColumns.join(', ')}.</p>}
      <Problems problems={report.skipped} />
      <Duplicates duplicates={report.duplicates} />
    </div>
  );
}

function Problems({ problems }: { problems: AnyReport['skipped'] }) {
  if (problems.length === 0) return null;
  return (
    <Listing title="What cannot be read, and is left out" total={problems.length}>
      <thead><tr><Th className="w-14">Row</Th><Th className="w-24">Column</Th><Th>Problem</Th></tr></thead>
      <tbody>
        {problems.slice(0, shownMax).map(({ row, field, reason, right }, index) => (
          <tr key={index}>
            <Td data-figures className="align-top">{row}</Td>
            <Td className="align-top break-words">{field}</Td>
            <Td className="break-words"><span className="text-failed">{reason}</span> <span className="text-ink-2">{right}</span></Td>
          </tr>
        ))}
      </tbody>
    </Listing>
  );
}

function Duplicates({ duplicates }: { duplicates: AnyReport['duplicates'] }) {
  if (duplicates.length === 0) return null;
  return (
    <Listing title="Rows that are here already, or twice in the file" total={duplicates.length}>
      <thead><tr><Th className="w-14">Row</Th><Th>Address</Th><Th className="w-32">Same as</Th></tr></thead>
      <tbody>
        {duplicates.slice(0, shownMax).map(({ row, address, of }, index) => (
          <tr key={index}>
            <Td data-figures>{row}</Td>
            <Td className="break-all">{address.replace(/^\w+:/, '')}</Td>
            <Td className="truncate text-ink-2">{of.startsWith('row ') ? of : 'one that is here'}</Td>
          </tr>
        ))}
      </tbody>
    </Listing>
  );
}

function Listing({ title, total, children }: { title: string; total: number; children: ReactNode }) {
  return (
    <details open={total <= 20} className="rounded-md border">
      <summary className="flex h-9 items-center gap-2 px-3 text-sm font-medium max-sm:h-11">{title}<span data-figures className="text-xs font-normal text-ink-3">{total}</span></summary>
      <div className="max-h-64 overflow-auto border-t"><Table className="table-fixed">{children}</Table></div>
      {total > shownMax && <p className="border-t px-3 py-2 text-xs text-ink-3">The first {shownMax} are shown.</p>}
    </details>
  );
}
