import type { ActivityRun } from '../domain/activity.ts';
import type { ActivityLog } from '../ports/activity-log.ts';
import { failureEnd } from './failure-end.ts';

/** Does the work and notes how it ended. @throws whatever the work throws. */
export async function noted<T>(log: ActivityLog, run: ActivityRun, work: () => Promise<T>): Promise<T> {
  const end = log.begin(run);
  try {
    const done = await work();
    end({ outcome: 'succeeded' });
    return done;
  } catch (error) {
    end(failureEnd(error));
    throw error;
  }
}
