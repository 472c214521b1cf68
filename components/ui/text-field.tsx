import type { ComponentProps } from 'react';
import { Field, Input, Textarea } from './field.tsx';

interface Common {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | null;
  readonly value: string;
  readonly onText: (value: string) => void;
}

function described({ id, hint, error }: Pick<Common, 'id' | 'hint' | 'error'>): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
}

export function TextField({ id, label, hint, error = null, value, onText, ...rest }: Common & Omit<ComponentProps<'input'>, keyof Common>) {
  return (
    <Field id={id} label={label} error={error} {...(hint !== undefined && { hint })}>
      <Input id={id} value={value} onChange={(event) => onText(event.target.value)} aria-invalid={error !== null} aria-describedby={described({ id, hint, error })} {...rest} />
    </Field>
  );
}

export function AreaField({ id, label, hint, error = null, value, onText, ...rest }: Common & Omit<ComponentProps<'textarea'>, keyof Common>) {
  return (
    <Field id={id} label={label} error={error} {...(hint !== undefined && { hint })}>
      <Textarea id={id} value={value} onChange={(event) => onText(event.target.value)} aria-invalid={error !== null} aria-describedby={described({ id, hint, error })} {...rest} />
    </Field>
  );
}
