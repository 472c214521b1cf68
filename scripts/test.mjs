import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBuild } from './ensure-build.mjs';
import { ensureNode } from './ensure-node.mjs';
import { ensurePackages } from './ensure-packages.mjs';
import { inRoot, root } from './project.mjs';
import { run } from './run.mjs';
import { giveUp, say, seconds } from './say.mjs';
import { ensureTestTools } from './test-tools.mjs';

/**
 * `npm test [-- PART [PATTERN]]`: everything, or one part: types, docs, unit, int, e2e. The last line is `N passed, N failed`
 * over all parts; types and docs count as one test each, a check that could not run counts as skipped and is named.
 */
const parts = ['types', 'docs', 'unit', 'int', 'e2e'];
const [part, pattern] = process.argv.slice(2);
if (part && !parts.includes(part)) giveUp(`There is no part “${part}”. Choose one of: ${parts.join(', ')}.`, 2);

await ensurePackages();
const node = await ensureNode();
const { found, missing } = await ensureTestTools();
const env = { ...found, NODE_OPTIONS: '--disable-warning=ExperimentalWarning', NEXT_TELEMETRY_DISABLED: '1', RE_TEST_NODE: node, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }) };
const results = inRoot('test-results');
mkdirSync(results, { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const notes = [];
const wants = (name) => !part || part === name;

async function phase(name, title, work) {
  if (!wants(name)) return;
  const began = performance.now();
  say(`\n── ${title}`);
  const counts = await work();
  for (const key of ['passed', 'failed', 'skipped']) total[key] += counts[key] ?? 0;
  if (counts.note) notes.push(counts.note);
  say(`── ${title}: ${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''} in ${seconds(began)}`);
}

async function single(...command) {
  return (await run(node, command, { cwd: root, env })) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(project) {
  const report = inRoot('test-results', `${project}.json`);
  rmSync(report, { force: true });
  const args = [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...(pattern ? [pattern] : [])];
  const code = await run(node, args, { cwd: root, env });
  if (!existsSync(report)) return { passed: 0, failed: 1, note: `${project}: the runner wrote no report` };
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const brokenFiles = testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((each) => each.status !== 'failed')).length;
  const failed = numFailedTests + brokenFiles;
  const skipped = numPendingTests + (numTodoTests ?? 0);
  if (skipped > 0) notes.push(...namesOf(testResults));
  return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

function namesOf(testResults) {
  return testResults.flatMap((file) => file.assertionResults.filter((each) => each.status === 'pending' || each.status === 'skipped').map((each) => `not run: ${each.fullName}`));
}

async function playwright() {
  if (missing.includes('chromium')) return { passed: 0, failed: 0, skipped: 1, note: 'not run: the browser tests, for want of Chromium' };
  const report = inRoot('test-results', 'e2e.json');
  rmSync(report, { force: true });
  const args = [inRoot('node_modules', '@playwright', 'test', 'cli.js'), 'test', ...(pattern ? [pattern] : [])];
  const code = await run(node, args, { cwd: root, env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report } });
  if (!existsSync(report)) return { passed: 0, failed: 1, note: 'e2e: the runner wrote no report' };
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats;
  const failed = unexpected + flaky;
  return { passed: expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

if (wants('int') || wants('e2e')) await ensureBuild(node);
await phase('types', 'Types', () => single(inRoot('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', root));
await phase('docs', 'Documents name what exists', () => single(inRoot('scripts', 'check-docs.mjs')));
await phase('unit', 'Unit tests', () => vitest('unit'));
await phase('int', 'Tests with disk, processes and peers', () => vitest('int'));
await phase('e2e', 'Browser tests', playwright);

if (missing.length > 0) notes.push(`not to be had on this machine: ${missing.join(', ')}`);
if (notes.length > 0) say(`\n${notes.join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
