import { metricsText } from '#app/_server/metrics-text.ts';
import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { readMetrics } from '#lib/metrics/read-metrics.ts';

export const GET = route(routes['GET /api/metrics'], async ({ call }) => {
  const { text, contentType } = await metricsText(await readMetrics(call));
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
});
