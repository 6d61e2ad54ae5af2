import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Clock } from '#shared/ports/clock.ts';

export interface CanaryStage {
  readonly stage: 'published' | 'answered' | 'found' | 'sealed' | 'deleted';
  readonly ok: boolean;
  readonly milliseconds: number;
  /** The failure that ended it, where it was one. */
  readonly failure?: string;
}

/** Runs stages one after another: none after the first that failed, but for those that clean up. */
export function stageRecorder(clock: Clock) {
  const stages: CanaryStage[] = [];
  const always = async (stage: CanaryStage['stage'], work: () => Promise<boolean>) => {
    const startedAt = clock.now();
    const outcome = await work().then(
      (ok) => ({ ok }),
      (error: unknown) => ({ ok: false, failure: error instanceof PipelineFailure ? error.name : 'Unexpected' }),
    );
    stages.push({ stage, ...outcome, milliseconds: clock.now() - startedAt });
  };
  return {
    all: (): readonly CanaryStage[] => stages,
    always,
    run: async (stage: CanaryStage['stage'], work: () => Promise<boolean>) => {
      if (stages.every(({ ok }) => ok)) await always(stage, work);
    },
  };
}
