import { fileURLToPath } from 'node:url';

/**
 * Where Node keeps what it compiled, with the types read away, for the processes that tests run in and that they start.
 * Each would else take most of a second of processor time to load the product.
 */
export const COMPILED_MODULES = fileURLToPath(
  new URL('../node_modules/.cache/affidavit-test-compiled', import.meta.url),
);
