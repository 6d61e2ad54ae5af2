import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The product as `cdk deploy` makes it, on an emulated AWS. `npm run test:deploy` runs it. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['test/deploy/**/*.test.ts'],
    // One after the other: the deployment takes both cores, and its tests tell one story.
    fileParallelism: false,
    testTimeout: 300_000, // A deployment takes ten seconds, and minutes beside other work.
    hookTimeout: 1_800_000,
    reporters: ['verbose'], // Each promise by its name.
  },
});
