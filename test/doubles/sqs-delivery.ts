import type { LocalFunction } from '#infra/local/local-function.ts';
import { ADMISSION_RECEIVES, type SqsBatchOutcome } from '#shared/contracts/events.ts';

/**
 * Delivers messages in one batch, as SQS does: again what was reported, everything again when the function fails as a
 * whole, and aside what was received too often. Gives how often each was received, and the places of those put aside.
 */
export async function deliver(call: LocalFunction, bodies: readonly string[]) {
  const receives = bodies.map(() => 0);
  let waiting = bodies.map((_body, at) => at);
  for (let round = 1; round <= ADMISSION_RECEIVES && waiting.length > 0; round += 1) {
    for (const at of waiting) receives[at] = round;
    const Records = waiting.map((at) => ({ messageId: String(at), body: bodies[at] ?? '' }));
    const outcome = (await call({ Records }).catch(() => undefined)) as SqsBatchOutcome | undefined;
    const failed = new Set(outcome?.batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)));
    waiting = waiting.filter((at) => outcome === undefined || failed.has(at));
  }
  return { receives, aside: waiting };
}
