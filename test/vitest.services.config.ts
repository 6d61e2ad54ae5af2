import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The AWS adapters against real servers, which it starts and stops. `npm run test:services` runs it; it needs Java. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/services/**/*.test.ts'],
    globalSetup: ['test/services/start-services.ts'],
    // One file at a time: the index has one name, and two cores are busy with the servers.
    fileParallelism: false,
    isolate: false,
    testTimeout: 300_000, // Ends what hangs: what takes two seconds alone took eighty beside other work.
    reporters: ['verbose'],
  },
});
