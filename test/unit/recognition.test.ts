import { describe, expect, it } from 'vitest';
import { nextLook, type Recognition } from '#shared/domain/recognition.ts';
import { SLOT_LEASE_MILLISECONDS } from '#shared/domain/slots.ts';

/** Every wait until a job that never ends is given up, in seconds. */
function waits(): { readonly seconds: readonly number[]; readonly failure: unknown } {
  const seconds: number[] = [];
  let recognition: Recognition = { job: 'a', looks: 0, waitSeconds: 0 };
  for (;;) {
    try {
      recognition = nextLook(recognition);
      seconds.push(recognition.waitSeconds);
    } catch (failure) {
      return { seconds, failure };
    }
  }
}

describe('nextLook', () => {
  it('waits longer each time, and never so long that the lease of the slot ends', () => {
    const { seconds } = waits();

    expect(seconds.slice(0, 5)).toEqual([5, 10, 20, 40, 40]);
    expect(Math.max(...seconds) * 1_000).toBeLessThan(SLOT_LEASE_MILLISECONDS);
  });

  it('gives up after about half an hour, so that the history of the execution stays short', () => {
    const { seconds, failure } = waits();

    expect(failure).toMatchObject({ name: 'ExtractionTimedOut' });
    expect(seconds.reduce((sum, each) => sum + each, 0) / 60).toBeCloseTo(31, 0);
    expect(seconds.length).toBeLessThanOrEqual(50);
  });

  it('keeps the job', () => {
    expect(nextLook({ job: 'a', looks: 3, waitSeconds: 20 })).toMatchObject({ job: 'a', looks: 4 });
  });
});
