import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { FaultTable } from './faults/fault-table.ts';

/** What takes minutes: large documents, poisoned ones, processes that are killed. `npm run test:faults` runs it. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/faults/**/*.test.ts'],
    // One after the other, because scenarios measure memory and time.
    fileParallelism: false,
    testTimeout: 900_000,
    reporters: ['default', new FaultTable()],
  },
});
