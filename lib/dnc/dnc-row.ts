import type { CountryCode } from 'libphonenumber-js/max';
import { channels, isChannel, type Channel } from '#lib/channels/channel.ts';
import { isRefusal } from '#lib/errors.ts';
import { addressKinds, parseAddress } from '#lib/leads/address.ts';
import { isFigure } from '#lib/leads/lead-row.ts';
import type { Synonyms } from '#lib/tables/columns.ts';
import type { RowProblem } from '#lib/tables/import-report.ts';
import { domainOf } from './canonical.ts';
import { dncKinds, type DncFields, type DncKind } from './entry.ts';

/** One row of a Do-Not-Contact table: `kind,value` as our export writes it, or one column per kind of address. Pure. */

export type DncColumn = 'kind' | 'value' | 'email' | 'phone' | 'domain' | 'handle' | 'channel' | 'reason';

export const dncColumns: Synonyms<DncColumn> = {
  kind: ['type', 'tipo'],
  value: ['address', 'entry', 'valor', 'contact'],
  email: ['e-mail', 'email address', 'mail', 'correo', 'correo electronico'],
  phone: ['phone number', 'mobile', 'cell', 'telephone', 'telefono', 'celular', 'numero'],
  domain: ['company domain', 'dominio'],
  handle: ['profile', 'username', 'perfil'],
  channel: ['canal'],
  reason: ['note', 'notes', 'why', 'motivo', 'razon'],
};

type Read = { readonly kind: DncKind; readonly value: string } | { readonly field: DncColumn; readonly reason: string; readonly right: string };

/** What a row puts on the list, and what of it cannot be read: a bad number beside a good address brings nobody's opt-out down. */
export function entriesOfRow(row: number, cell: (column: DncColumn) => string, context: { country: CountryCode; source: string }): (DncFields | RowProblem)[] {
  const channel = channelOf(cell('channel'));
  if (channel === null) return [{ row, field: 'channel', reason: `“${cell('channel')}” is not a channel.`, right: `One of: all, ${channels.join(', ')}; or empty for all.` }];
  const read = cellsOf(cell, context.country);
  if (read.length === 0) return [{ row, field: 'value', reason: 'There is nothing to put on the list.', right: 'Give an e-mail address, a domain, a phone number or a handle.' }];
  const reason = cell('reason').slice(0, 500) || 'imported';
  return read.map((each) => ('kind' in each ? { kind: each.kind, value: each.value, channel, reason, source: context.source } : { row, ...each }));
}

function channelOf(text: string): Channel | 'all' | null {
  const folded = text.toLowerCase();
  if (['', 'all', 'any', 'todos'].includes(folded)) return 'all';
  return isChannel(folded) ? folded : null;
}

function cellsOf(cell: (column: DncColumn) => string, country: CountryCode): Read[] {
  const named = (['email', 'phone', 'domain', 'handle'] as const).flatMap((kind) => (cell(kind) === '' ? [] : [readEntry(kind, cell(kind), kind, country)]));
  if (cell('value') === '') return named;
  const kind = cell('kind') === '' ? guessKind(cell('value')) : dncKinds.find((each) => each === cell('kind').toLowerCase());
  if (!kind) return [...named, { field: 'kind', reason: `“${cell('kind')}” is not a kind of entry.`, right: `One of: ${dncKinds.join(', ')}.` }];
  return [...named, readEntry(kind, cell('value'), 'value', country)];
}

function guessKind(value: string): DncKind {
  if (/^lea_/.test(value)) return 'lead';
  if (/^(?:telegram|linkedin|messenger):/i.test(value)) return 'handle';
  if (/^@/.test(value) || (!value.includes('@') && /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+$/u.test(value) && /\p{L}/u.test(value))) return 'domain';
  return /@|＠/.test(value) ? 'email' : 'phone';
}

function readEntry(kind: DncKind, text: string, field: DncColumn, country: CountryCode): Read {
  switch (kind) {
    case 'lead':
      return { kind, value: text };
    case 'domain': {
      const domain = domainOf(text);
      return isRefusal(domain) ? { field, reason: `“${text}” is not a domain.`, right: 'Give a domain like example.com.' } : { kind, value: domain };
    }
    case 'handle': {
      const [, network = '', name = ''] = /^(\w+):(.+)$/.exec(text) ?? [];
      const addressKind = addressKinds.find((each) => each === network.toLowerCase() && each !== 'email' && each !== 'phone');
      const address = addressKind ? parseAddress(addressKind, name, country) : null;
      if (!address || isRefusal(address)) return { field, reason: `“${text}” is not a handle.`, right: 'Give it with its network: telegram:name, linkedin:name or messenger:name.' };
      return { kind, value: `${address.kind}:${address.value}` };
    }
    case 'email':
    case 'phone': {
      if (kind === 'phone' && isFigure(text)) return { field, reason: `“${text}” is a phone number that a spreadsheet turned into a figure: its digits are lost.`, right: 'Format the column as text and enter the number again.' };
      const address = parseAddress(kind, text.match(/<([^<>]+)>/)?.[1] ?? text, country);
      return isRefusal(address) ? { field, reason: address.message, right: address.lift ?? 'Correct it.' } : { kind, value: address.value };
    }
  }
}
