'use client';

import { useQueryClient } from '@tanstack/react-query';
import { FileSpreadsheet } from 'lucide-react';
import { useRef, useState } from 'react';
import { isProblem, sendFile, withQuery, type ApiProblem } from '#components/data/api.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ImportReport } from './import-report.tsx';
import { counted, importWords, type AnyReport, type ImportOf } from './import-words.ts';

/** Chooses a file, says what it would come to, and only then takes it in. */
export function ImportDialog({ of, onClose }: { of: ImportOf; onClose: () => void }) {
  const words = importWords[of];
  const { file, report, problem, isBusy, read, take } = useImport(of);
  const isDone = report !== null && !report.dryRun;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.title}
      description={words.note}
      className="w-[min(46rem,calc(100vw-2rem))]"
      footer={
        isDone ? <Button tone="primary" onClick={onClose}>Done</Button> : (
          <>
            <Button tone="quiet" onClick={onClose}>Cancel</Button>
            <Button tone="primary" disabled={isBusy || !report || report.added === 0} onClick={() => void take()}>{!report ? 'Import' : report.added === 0 ? 'Nothing to import' : `Import ${counted(report.added, words.one, words.many)}`}</Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {!isDone && <FileChoice file={file} onFile={(chosen) => void read(chosen)} />}
        <ProblemLine problem={problem} />
        <div role="status" aria-live="polite">
          {isBusy && <div className="flex flex-col gap-2"><span className="sr-only">Reading the file</span><Skeleton className="h-14 w-full" /><Skeleton className="h-4 w-1/2" /></div>}
          {report && !isBusy && <p className={cn('mb-3 text-sm', isDone ? 'font-medium text-good' : 'text-ink-2')}>{isDone ? 'The file was taken in.' : 'Nothing was changed yet. This is what the import would do.'}</p>}
          {report && !isBusy && <ImportReport report={report} of={of} />}
        </div>
      </div>
    </Dialog>
  );
}

function useImport(of: ImportOf) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [report, setReport] = useState<AnyReport | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = async (chosen: File, dryRun: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      setReport(await sendFile<AnyReport>(withQuery(importWords[of].path, { fileName: chosen.name, dryRun: String(dryRun) }), chosen));
      if (!dryRun) void client.invalidateQueries();
    } catch (error) {
      if (!isProblem(error)) throw error;
      setProblem(error);
    } finally {
      setBusy(false);
    }
  };
  const read = (chosen: File) => {
    setFile(chosen);
    setReport(null);
    return ask(chosen, true);
  };
  return { file, report, problem, isBusy, read, take: () => (file ? ask(file, false) : Promise.resolve()) };
}

function FileChoice({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [dropped] = event.dataTransfer.files;
        if (dropped) onFile(dropped);
      }}
      className={cn('flex flex-wrap items-center gap-3 rounded-md border border-dashed border-line-strong px-4 py-4', isOver && 'border-accent bg-selected')}
    >
      <FileSpreadsheet aria-hidden className="size-5 text-ink-3" />
      <span className="min-w-0 flex-1 truncate text-sm">{file ? file.name : <span className="text-ink-3">Drop a CSV file here, or choose one.</span>}</span>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/plain"
        aria-label="CSV file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) onFile(chosen);
          event.target.value = '';
        }}
      />
      <Button onClick={() => input.current?.click()}>{file ? 'Choose another file' : 'Choose a file'}</Button>
    </div>
  );
}
