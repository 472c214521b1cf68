import { shortcutList } from '#components/keyboard/registry.ts';
import { Section } from '#components/frame/page.tsx';
import { Kbd } from '#components/ui/kbd.tsx';

const arrows: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑' };
const groups = ['Review', 'Everywhere', 'Go to'] as const;

/** Every shortcut of the console, from the table that handles them. */
export function Shortcuts() {
  return (
    <Section title="Keyboard shortcuts" note="Off while you type or a dialog is open. Letters mean the key, wherever your layout puts it.">
      <div className="grid gap-x-12 gap-y-6 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group} aria-label={group} className="last:sm:col-start-2 last:sm:row-span-2 last:sm:row-start-1">
            <h3 className="mb-1 text-xs font-medium text-ink-3">{group}</h3>
            <ul>
              {shortcutList.filter((each) => each.group === group).map((each) => (
                <li key={each.id} className="flex min-h-8 items-center justify-between gap-4 border-b text-sm">
                  {each.label}
                  <span className="flex items-center gap-1"><span className="sr-only">{each.keys}</span><Kbd keys={each.keys} />{each.also && <Kbd keys={arrows[each.also] ?? each.also} />}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Section>
  );
}
