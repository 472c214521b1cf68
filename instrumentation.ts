/** Runs once when the web process starts: a wrong configuration or an unusable journal is said at once, not at the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { checkStart } = await import('./app/_server/check-start.ts');
  await checkStart();
}
