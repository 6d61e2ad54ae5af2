import type { ActivityEnd } from '../domain/activity.ts';
import { defectDetails } from '../domain/defect.ts';
import { PipelineFailure } from '../domain/failures.ts';

/** How a run ended that threw this. Of a defect not even its message is told. */
export function failureEnd(error: unknown): Pick<ActivityEnd, 'outcome' | 'details'> {
  if (error instanceof PipelineFailure) return { outcome: error.name, details: error.details };
  return { outcome: 'Unexpected', details: defectDetails(error) };
}
