import { afterEach, beforeEach, vi } from 'vitest';

/** An unexpected `console.error` fails the test; one that expects it replaces the spy and looks at its calls. */
let spy: ReturnType<typeof vi.spyOn>;

beforeEach(() => {
  spy = vi.spyOn(console, 'error');
});

afterEach(() => {
  const calls = spy.mock.calls.map((call: unknown[]) => call.map(String).join(' '));
  spy.mockRestore();
  if (calls.length > 0) throw new Error(`console.error was called: ${calls.join('\n')}`);
});
