import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { OBJECTIVES } from '#shared/domain/objectives.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { emittedMetrics } from './emitted-metrics.ts';
import { invokeFunction } from './invoke-function.ts';

const OutcomeSchema = z.object({
  ok: z.boolean(),
  stages: z.array(z.object({ stage: z.string(), ok: z.boolean(), failure: z.string().optional() })),
  asked: z.int(),
  found: z.int(),
  leaks: z.int(),
});

/** What the deployed canary says of one run, and what it emitted. */
export interface CanaryRun extends z.output<typeof OutcomeSchema> {
  readonly metrics: Readonly<Record<string, number>>;
}

/** Milliseconds between two looks at a function's log, and looks at most: the emulator reads it beside the answer. */
const LOOK_EVERY = 50;
const MAX_LOOKS = 100;

/** Calls the deployed canary as its schedule does. */
export async function canaryRun(product: DeployedProduct): Promise<CanaryRun> {
  const before = (await emittedByCanary(product)).length;
  const outcome = OutcomeSchema.parse(await invokeFunction(product, 'canary', {}));
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const metrics = (await emittedByCanary(product))[before];
    if (metrics !== undefined) return { ...outcome, metrics };
    await pause(LOOK_EVERY);
  }
  throw new Error('the canary emitted no metrics');
}

async function emittedByCanary({ aws }: DeployedProduct): Promise<readonly Readonly<Record<string, number>>[]> {
  const emitted = await emittedMetrics(aws);
  const ofDev = emitted.filter(({ environment }) => environment === 'dev').map(({ values }) => values);
  return ofDev.filter((values) => 'CanaryRuns' in values);
}

/** Metrics that the objectives about the canary read. */
export const CANARY_METRICS: readonly string[] = OBJECTIVES.flatMap((objective) =>
  objective.kind === 'limit' ? Object.values(objective.reads).map(({ metric }) => metric) : [],
).filter((metric) => metric.startsWith('Canary'));
