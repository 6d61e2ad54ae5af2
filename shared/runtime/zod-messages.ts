import type * as z from 'zod/mini';
import english from 'zod/v4/locales/en.js';
import { madeOnce } from '../domain/made-once.ts';

/** What zod says of input that is wrong, where somebody reads it. By itself zod's small half says no more than that it is. */
export const zodMessages: z.core.$ZodErrorMap = (issue) => messages().localeError(issue);

/** Read only where something is wrong. */
const messages = madeOnce(english);
