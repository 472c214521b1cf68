import { Paperclip } from 'lucide-react';

interface File {
  readonly name: string;
  readonly sizeBytes: number;
}

function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function Attachments({ files }: { files: readonly File[] }) {
  if (files.length === 0) return null;
  return (
    <ul aria-label="Attachments" className="mt-3 flex flex-wrap gap-1.5">
      {files.map((file, index) => (
        <li key={`${file.name}${index}`} className="flex max-w-full items-center gap-1.5 rounded-md border px-2 py-1 text-xs text-ink-2">
          <Paperclip aria-hidden className="size-3.5 shrink-0 text-ink-3" />
          <span className="truncate">{file.name}</span>
          <span data-figures className="shrink-0 text-ink-3">{size(file.sizeBytes)}</span>
        </li>
      ))}
    </ul>
  );
}
