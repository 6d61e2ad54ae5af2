import { expect, it, onTestFinished, vi } from 'vitest';
import { powertoolsLog } from '#shared/adapters/aws/powertools-log.ts';
import { jsonLinesLog } from '#shared/adapters/local/json-lines-log.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { activityLogSuite } from './suites/activity-log-suite.ts';

activityLogSuite({
  name: 'aws: Powertools',
  create: (clock, level) => {
    const written = standardOutput();
    const log = powertoolsLog({ environment: 'dev', level, clock });
    return { log, lines: () => written.map((line) => JSON.parse(line)) };
  },
});

activityLogSuite({
  name: 'local: lines of JSON',
  create: (clock, level) => {
    const written: string[] = [];
    const log = jsonLinesLog({ clock, level, write: (line) => written.push(line) });
    return { log, lines: () => written.map((line) => JSON.parse(line)) };
  },
});

it('names service and environment on each line on AWS', () => {
  const written = standardOutput();

  powertoolsLog({ environment: 'staging', level: 'info', clock: manualClock() }).begin({ function: 'embed' })({
    outcome: 'succeeded',
  });

  expect(written.map((line) => JSON.parse(line))).toMatchObject([{ service: 'affidavit', environment: 'staging' }]);
});

it('loses a line that cannot be written rather than fail what it was written of', () => {
  const write = () => {
    throw new Error('the pipe is closed');
  };
  const log = jsonLinesLog({ clock: manualClock(), level: 'info', write });

  expect(() => log.begin({ function: 'embed' })({ outcome: 'succeeded' })).not.toThrow();
});

/** Lines that go to the standard streams from now on, in place of being shown. */
function standardOutput(): readonly string[] {
  const lines: string[] = [];
  const take = (text: string | Uint8Array) => lines.push(String(text).trim()) > 0;
  for (const stream of [process.stdout, process.stderr]) {
    const spied = vi.spyOn(stream, 'write').mockImplementation(take);
    onTestFinished(() => spied.mockRestore());
  }
  return lines;
}
