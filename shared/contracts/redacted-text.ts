import * as z from 'zod/mini';
import { madeOnce } from '../domain/made-once.ts';
import type { RedactedText } from '../domain/text.ts';

/** A brand that storage dropped is given back on trust: only redacted text is ever written where this is read. */
export const redactedTextSchema = madeOnce(() => z.custom<RedactedText>((value) => typeof value === 'string'));
