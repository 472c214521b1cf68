'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { isProblem, send, type ApiProblem } from './api.ts';
import { useHeldPage } from './use-held-page.ts';

const fieldsShape = z.array(z.object({ field: z.string(), problem: z.string() }));

/** What the server said of one field, or of anything under it. Null when it is not at fault. */
export function fieldProblem(problem: ApiProblem | null, field: string): string | null {
  if (!problem) return null;
  const { details, detail, lift } = problem;
  const fits = (name: string) => name === field || name.startsWith(`${field}.`);
  const listed = fieldsShape.safeParse(details.fields).data?.find((each) => fits(each.field));
  if (listed) return sentence(listed.problem);
  return typeof details.field === 'string' && fits(details.field) ? [detail, lift].filter(Boolean).join(' ') : null;
}

/** True when a field of the form says it already. */
export function isFieldProblem(problem: ApiProblem | null): boolean {
  return problem !== null && (typeof problem.details.field === 'string' || fieldsShape.safeParse(problem.details.fields).success);
}

function sentence(words: string): string {
  const text = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.?)]$/.test(text) ? text : `${text}.`;
}

/**
 * A write from a form that is open: what is typed stays, and a refusal stands beside it. The page is held meanwhile: a session that is over, which anything asked in the
 * background may find out, does not take away what was typed. `isFilled`: of a form that is always there, whether anything was typed.
 */
export function useFormWrite(isFilled = true) {
  useHeldPage(isFilled);
  return useWrite();
}

/** A write by a button, with nothing typed: a refusal stands beside it. */
export function useWrite() {
  const client = useQueryClient();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    // The reader is taken to what is wrong.
    if (isFieldProblem(problem)) document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus();
  }, [problem]);
  const write = useCallback(async <T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown): Promise<T | null> => {
    setBusy(true);
    setProblem(null);
    try {
      return await send<T>(method, path, body);
    } catch (error) {
      if (!isProblem(error)) throw error;
      setProblem(error);
      // It may have been done: what is shown around the form is asked for again.
      if (isProblem(error, 'no_answer')) void client.invalidateQueries();
      return null;
    } finally {
      setBusy(false);
    }
  }, [client]);
  return { write, problem, isBusy, clear: useCallback(() => setProblem(null), []) };
}
