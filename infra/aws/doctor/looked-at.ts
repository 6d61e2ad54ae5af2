import type { Finding } from '#shared/domain/finding.ts';

/** What a look found; what kept it from looking is a finding too, by the error's name alone. */
export async function lookedAt(
  check: string,
  mend: string,
  look: () => Promise<{ readonly ok: boolean; readonly found: string }>,
): Promise<Finding> {
  try {
    return { check, mend, ...(await look()) };
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    return { check, mend, ok: false, found: `could not be looked at (${name})` };
  }
}
