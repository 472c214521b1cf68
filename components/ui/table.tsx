import type { ComponentProps } from 'react';
import { cn } from './cn.ts';

/** Plain parts of a table: 13 px, hairlines, sticky head. The box around it scrolls. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={cn('w-full border-separate border-spacing-0 text-sm', className)} {...rest} />;
}

export function Th({ className, ...rest }: ComponentProps<'th'>) {
  return <th scope="col" className={cn('sticky top-0 z-10 h-9 border-b bg-surface px-3 text-left text-xs font-medium whitespace-nowrap text-ink-3', className)} {...rest} />;
}

export function Td({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('h-10 border-b px-3 py-1.5 align-middle', className)} {...rest} />;
}

export function Tr({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cn('hover:bg-hover data-[selected=true]:bg-selected', className)} {...rest} />;
}
