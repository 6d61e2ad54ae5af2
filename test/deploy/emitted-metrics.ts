import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { METRIC_NAMESPACE } from '#shared/domain/operational-metrics.ts';
import type { EmulatedAws } from './emulated-aws.ts';

/** What a deployed function emitted at once. */
export interface EmittedMetrics {
  readonly environment: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly values: Readonly<Record<string, number>>;
}

/** Source: CloudWatch user guide, "Specification: embedded metric format". */
const EmfSchema = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({ Namespace: z.string(), Metrics: z.array(z.object({ Name: z.string() })), Dimensions: z.unknown() }),
    ),
  }),
  environment: z.string(),
});
type EmfLine = z.output<typeof EmfSchema>;

/** Everything that deployed functions have emitted so far, as CloudWatch would read it in their logs. */
export async function emittedMetrics({ metrics }: EmulatedAws): Promise<readonly EmittedMetrics[]> {
  const lines = (await readFile(metrics, 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const parsed = EmfSchema.parse(JSON.parse(line));
    return { environment: parsed.environment, at: parsed._aws.Timestamp, values: valuesIn(parsed) };
  });
}

function valuesIn(line: EmfLine): Record<string, number> {
  const ours = line._aws.CloudWatchMetrics.filter(({ Namespace }) => Namespace === METRIC_NAMESPACE);
  const names = ours.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return Object.fromEntries(names.map((name) => [name, z.number().parse(line[name])]));
}
