import { describe, expect, it } from 'vitest';
import type { ActivityLevel } from '#shared/domain/activity.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { type ManualClock, manualClock } from '../../doubles/manual-clock.ts';

interface CreatedLog {
  readonly log: ActivityLog;
  /** What was written so far, each line parsed. */
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
}

/** What every adapter of the log keeps to. */
export function activityLogSuite({
  name,
  create,
}: {
  readonly name: string;
  readonly create: (clock: ManualClock, level: ActivityLevel) => CreatedLog;
}): void {
  describe(`ActivityLog, ${name}`, () => {
    it('writes one line of JSON for a run that has ended, and none before', () => {
      const clock = manualClock();
      const { log, lines } = create(clock, 'info');
      const end = log.begin({ function: 'extract', invocationId: 'call-1' });
      const before = lines().length;
      clock.advance(2);

      end({ outcome: 'ModelThrottled', tenantId: 'acme', attempt: 3, details: { status: 429 } });

      expect(before).toBe(0);
      expect(lines()).toEqual([
        expect.objectContaining({
          ...{ level: 'WARN', message: 'extract ended', timestamp: expect.stringMatching(/^\d{4}-.*Z$/) },
          ...{ function: 'extract', invocationId: 'call-1', outcome: 'ModelThrottled', milliseconds: 2_000 },
          ...{ tenantId: 'acme', attempt: 3, details: { status: 429 } },
        }),
      ]);
    });

    it('times runs that overlap apart from each other', () => {
      const clock = manualClock();
      const { log, lines } = create(clock, 'info');
      const first = log.begin({ function: 'embed' });
      clock.advance(1);
      const second = log.begin({ function: 'redact' });
      clock.advance(1);

      second({ outcome: 'succeeded' });
      first({ outcome: 'succeeded' });

      expect(lines().map((line) => [line['function'], line['milliseconds']])).toEqual([
        ['redact', 1_000],
        ['embed', 2_000],
      ]);
    });

    it('writes nothing below its level', () => {
      const { log, lines } = create(manualClock(), 'error');

      log.begin({ function: 'extract' })({ outcome: 'succeeded' });
      log.begin({ function: 'extract' })({ outcome: 'ModelThrottled' });
      log.begin({ function: 'extract' })({ outcome: 'Unexpected' });

      expect(lines().map(({ outcome }) => outcome)).toEqual(['Unexpected']);
    });

    it('writes no field that is not on the list, and no text in the place of an id', () => {
      const { log, lines } = create(manualClock(), 'info');
      const end = { outcome: 'succeeded', documentId: 'lease of Ana Ruiz.pdf', question: 'walrus' } as const;

      log.begin({ function: 'extract' })(end);

      expect(JSON.stringify(lines())).not.toMatch(/Ana|Ruiz|lease|walrus/);
    });
  });
}
