import { TemperatureBadge } from '#components/approvals/temperature.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Popover } from '#components/ui/popover.tsx';
import type { MessageView } from '#lib/messages/schema.ts';

type Classified = NonNullable<MessageView['classification']>;

/** What the machine made of a message, with its reasons one press away. */
export function ClassificationMark({ classification }: { classification: Classified }) {
  const { temperature, confidence, reasons, optOut } = classification;
  return (
    <span className="flex items-center gap-1">
      {optOut === 'maybe' && <Badge tone="held">May be an opt-out</Badge>}
      {optOut === 'yes' && <Badge tone="failed">Opt-out</Badge>}
      <Popover
        label="Why it was classified so"
        align="end"
        className="w-72"
        trigger={<button type="button" aria-label={`Classified ${temperature}, show why`} className="rounded-sm max-sm:min-h-11"><TemperatureBadge temperature={temperature} /></button>}
      >
        <p className="font-medium">Why {temperature} <span data-figures className="font-normal text-ink-3">· {Math.round(confidence * 100)} % sure</span></p>
        <ul className="mt-1 list-disc pl-4 text-ink-2">
          {reasons.length === 0 ? <li>Nothing in it pointed anywhere.</li> : reasons.map((reason) => <li key={reason}>{reason}</li>)}
        </ul>
      </Popover>
    </span>
  );
}
