import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { FaultTable } from './faults/fault-table.ts';

/** What takes minutes: large documents, poisoned ones, processes that are killed. `npm run test:faults` runs it. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/faults/**/*.test.ts'],
    // Two files at once. What measures memory does so in a process of its own, and nothing here measures time.
    maxWorkers: 2,
    testTimeout: 1_800_000,
    hookTimeout: 300_000,
    reporters: ['default', new FaultTable()],
  },
});
