/**
 * Milliseconds that an answer may make us wait, at most: a sixth of the time that `index-chunks` has. Who asks for more
 * is met again by the state machine, whose own retries are up to a minute apart.
 */
const LONGEST = 20_000;

/**
 * How long the sender of a `Retry-After` header asks to be left alone, in milliseconds, capped; 0 without a header and
 * for one that cannot be read. `now` is in milliseconds since 1970.
 *
 * Source: RFC 9110, section 10.2.3: whole seconds, or a date.
 */
export function retryAfterMilliseconds(header: string | undefined, now: number): number {
  const value = header?.trim() ?? '';
  const asked = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  return Number.isNaN(asked) ? 0 : Math.min(LONGEST, Math.max(0, asked));
}
