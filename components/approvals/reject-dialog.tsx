'use client';

import { RadioGroup } from 'radix-ui';
import { useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field, Textarea } from '#components/ui/field.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { rejectReasons } from './words.ts';

export interface RejectDialogProps {
  readonly approval: ApprovalView;
  readonly onClose: () => void;
  readonly onReject: (reason: string) => void;
}

/** Why not: a ready reason by its number, words of one's own, or both. */
export function RejectDialog({ approval, onClose, onReject }: RejectDialogProps) {
  const [preset, setPreset] = useState<string>(rejectReasons[0]);
  const [words, setWords] = useState('');
  useHeldPage(words !== '');
  const reject = (reason: string) => onReject([reason, words.trim()].filter(Boolean).join(': ').slice(0, 500));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Reject this draft"
      description={`To ${approval.leadName}. Nothing is sent; the reason is kept with the draft.`}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Cancel</Button>
          <Button tone="primary" onClick={() => reject(preset)}>Reject<Kbd keys="Ctrl+Enter" className="border-on-accent/50 text-on-accent" /></Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          reject(preset);
        }}
        onKeyDown={(event) => {
          const isInWords = event.target instanceof HTMLTextAreaElement;
          const numbered = isInWords || event.ctrlKey || event.metaKey || event.altKey ? undefined : rejectReasons[Number(event.key) - 1];
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || !isInWords)) reject(preset);
          else if (numbered) reject(numbered);
          else return;
          event.preventDefault();
        }}
        className="flex flex-col gap-4"
      >
        <RadioGroup.Root value={preset} onValueChange={setPreset} aria-label="Reason" className="flex flex-col gap-px">
          {rejectReasons.map((reason, index) => (
            <label key={reason} className="flex h-8 items-center gap-2.5 rounded-md px-2 text-base hover:bg-hover has-data-[state=checked]:bg-selected max-sm:h-11">
              <RadioGroup.Item value={reason} className="flex size-4 items-center justify-center rounded-full border border-line-strong bg-surface data-[state=checked]:border-accent">
                <RadioGroup.Indicator className="size-2 rounded-full bg-accent" />
              </RadioGroup.Item>
              <span className="flex-1">{reason}</span>
              <Kbd keys={String(index + 1)} />
            </label>
          ))}
        </RadioGroup.Root>
        <Field id="reject-words" label="In your words (optional)">
          <Textarea id="reject-words" value={words} maxLength={400} onChange={(event) => setWords(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
