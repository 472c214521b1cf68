import type { PolicyView } from '#lib/policy/schema.ts';
import { Badge } from '#components/ui/badge.tsx';

/** The templates of the policy with their words; those in use first. */
export function TemplateList({ templates }: { templates: PolicyView['policy']['templates'] }) {
  if (templates.length === 0) return <p className="rounded-lg border px-4 py-3 text-sm text-ink-3">None yet. Somebody who has not written on WhatsApp within 24 h cannot be written to there.</p>;
  const inUseFirst = templates.toSorted((a, b) => Number(a.status === 'retired') - Number(b.status === 'retired'));
  return (
    <ul className="divide-y rounded-lg border text-sm">
      {inUseFirst.map(({ name, language, category, body, status }) => (
        <li key={`${name} ${language}`} className="flex flex-col gap-1 px-4 py-2.5">
          <p className="flex flex-wrap items-center gap-1.5">
            <span className="min-w-0 font-medium break-all">{name}</span>
            <Badge>{language}</Badge>
            <Badge>{category}</Badge>
            {status === 'retired' && <Badge tone="held">retired</Badge>}
          </p>
          <p dir="auto" className="max-w-[72ch] break-words whitespace-pre-wrap text-ink-2">{body}</p>
        </li>
      ))}
    </ul>
  );
}
