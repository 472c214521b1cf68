import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { NamedTest } from './seeded-fault.ts';
import type { Outcome } from './verdict.ts';

/** Runs tests of one file by their names, and says what each came to. */
export async function runTests(tree: string, tests: readonly NamedTest[], signal: AbortSignal): Promise<Outcome[]> {
  const [{ project, file }] = tests as readonly [NamedTest];
  const report = join(tree, 'seeded-faults-report.json');
  rmSync(report, { force: true });
  const names = tests.map(({ name }) => name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|');
  const words = ['run', '--root', tree, '--project', project, file, '--testNamePattern', `^(?:${names})$`, '--no-cache', '--no-fsModuleCache', '--reporter=json', `--outputFile.json=${report}`];
  const { late, text } = await vitest(tree, words, signal);
  if (late) return tests.map(() => ({ kind: 'endless', seconds: secondsMax }));
  if (!existsSync(report)) return tests.map(() => ({ kind: 'absent', why: `the tests did not start: ${text.trim().split('\n')[0] ?? ''}` }));
  const read = reportSchema.parse(JSON.parse(readFileSync(report, 'utf8')));
  return tests.map(({ name }) => outcomeOf(name, read));
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ ancestorTitles: z.array(z.string()), title: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() })),
    }),
  ),
});

function outcomeOf(name: string, { testResults }: z.infer<typeof reportSchema>): Outcome {
  const found = testResults.flatMap((file) => file.assertionResults).filter(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' > ') === name);
  if (found.length !== 1) return { kind: 'absent', why: found.length === 0 ? testResults[0]?.message || `there is no test “${name}”` : `there are ${found.length} tests “${name}”` };
  const { status, failureMessages } = found[0]!;
  if (status === 'passed') return { kind: 'passed' };
  return status === 'failed' ? { kind: 'failed', messages: failureMessages ?? [] } : { kind: 'skipped' };
}

/** Generated cases are the same in every run, so that whether a fault is noticed is no matter of chance. */
const policySeed = '20261128';

/** Longer than any test that is named here takes, several times over. */
const secondsMax = 180;

/** Its processes are a group of their own, so that nothing a test started outlives it. */
function vitest(tree: string, words: readonly string[], signal: AbortSignal): Promise<{ late: boolean; text: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(tree, 'node_modules', 'vitest', 'vitest.mjs'), ...words], {
      cwd: tree, stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', RE_POLICY_SEED: policySeed },
    });
    let text = '';
    let late = false;
    for (const stream of [child.stderr, child.stdout]) stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const end = () => endGroup(child.pid);
    const timer = setTimeout(() => {
      late = true;
      end();
    }, secondsMax * 1000);
    signal.addEventListener('abort', end, { once: true });
    child.on('error', reject);
    child.on('exit', end);
    child.on('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve({ late, text });
    });
    if (signal.aborted) end();
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
