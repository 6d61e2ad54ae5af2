/** Seconds. A service that asks for more is mistaken, or nobody's work can wait for it. Ours to change. */
const LONGEST = 3_600;

/**
 * Seconds that a service asks its callers to stay away, from the headers of its refusal; undefined when it does not say,
 * or not so that it can be read. Dates count from the service's own `Date`, because clocks differ. Rounded up, an hour
 * at most.
 *
 * Source: RFC 9110, section 10.2.3.
 */
export function retryAfterSeconds(header: (name: 'retry-after' | 'date') => string | undefined): number | undefined {
  const value = header('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.parse(header('date') ?? '')) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.ceil(Math.min(LONGEST, Math.max(0, seconds)));
}
