import { Flame, HelpCircle, Snowflake, Sun } from 'lucide-react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { Badge } from '#components/ui/badge.tsx';

type Temperature = ApprovalView['temperature'];

const looks = {
  hot: { label: 'Hot', icon: Flame },
  warm: { label: 'Warm', icon: Sun },
  cold: { label: 'Cold', icon: Snowflake },
  unknown: { label: 'Unknown', icon: HelpCircle },
} as const satisfies Record<Temperature, unknown>;

/** A word, a shape and a colour, so that none of them is needed alone. */
export function TemperatureBadge({ temperature }: { temperature: Temperature }) {
  const { label, icon: Icon } = looks[temperature];
  return <Badge tone={temperature}><Icon aria-hidden />{label}</Badge>;
}
