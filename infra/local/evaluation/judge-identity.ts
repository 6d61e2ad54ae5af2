import { judgeInstructionsId } from '#shared/domain/judge-prompt.ts';
import type { RunContext } from './measurement.ts';

/** What makes verdicts comparable, in a run's `system`: the model, what it was told, and how often it was asked. */
export const JUDGED_BY = ['judge', 'judge.instructions', 'judge.repeats'] as const;

export function judgeIdentity(model: string, repeats: number): RunContext['system'] {
  const identity: Record<(typeof JUDGED_BY)[number], string | number> = {
    judge: model,
    'judge.instructions': judgeInstructionsId(),
    'judge.repeats': repeats,
  };
  return identity;
}
