import { z } from 'zod';
import { refusal, Refused } from './errors.ts';

/** Reads what came over an edge. Throws a Refused that names every field at fault and what would be right. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ field: issue.path.join('.') || '(whole)', problem: issue.message }));
  const first = fields[0];
  throw new Refused(refusal('invalid_input', first ? `${first.field}: ${first.problem}` : 'The input is not valid.', { details: { fields } }));
}
