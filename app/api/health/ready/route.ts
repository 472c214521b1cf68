import { readiness } from '#app/_server/readiness.ts';

/** Whether sending can be trusted to go on: 200, or 503 with every reason. */
export async function GET(): Promise<Response> {
  const answer = await readiness();
  return Response.json(answer, { status: answer.status === 'ready' ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
