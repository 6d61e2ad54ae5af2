import fc from 'fast-check';
import { z } from 'zod';
import { readConfig } from '#shared/runtime/config.ts';

/** Any whole number will do. */
const { PROPERTY_SEED } = readConfig(z.object({ PROPERTY_SEED: z.coerce.number().int().default(20) }));

/**
 * The cases that properties are tried with are the same in each run, so that a run tells what a change did and no more.
 * `PROPERTY_SEED=$RANDOM npm test` tries others.
 */
fc.configureGlobal({ seed: PROPERTY_SEED });
