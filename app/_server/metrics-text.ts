import { Counter, Gauge, Registry } from 'prom-client';
import type { Metric } from '#lib/metrics/read-metrics.ts';

/** Metrics in the Prometheus text format, and its media type. What is not known is left out: the library would say 0. */
export async function metricsText(metrics: readonly Metric[]): Promise<{ text: string; contentType: string }> {
  const registry = new Registry();
  for (const { name, help, kind, samples } of metrics) {
    const [first] = samples;
    if (!first) continue;
    const options = { name, help, labelNames: Object.keys(first.labels), registers: [registry] };
    if (kind === 'counter') {
      const counter = new Counter(options);
      for (const sample of samples) counter.inc(sample.labels, sample.value);
    } else {
      const gauge = new Gauge(options);
      for (const sample of samples) gauge.set(sample.labels, sample.value);
    }
  }
  return { text: await registry.metrics(), contentType: registry.contentType };
}
