/** What came of asking the same several times. */
export interface RepeatedVerdict {
  /** Of the majority; a tie is a no. */
  readonly holds: boolean;
  /**
   * Share of the pairs of repeats that agree, 0 to 1. It is also the variance of the repeats, v (with n - 1), told
   * otherwise: 1 - 2v. Source: Fleiss, "Measuring nominal scale agreement among many raters", 1971, the extent of agreement
   * of one subject.
   */
  readonly agreement: number;
}

/**
 * The verdict of several repeats, of which some may have failed (undefined). Nothing where fewer than half of them came,
 * or only one of several: neither says how it stands.
 */
export function repeatedVerdict(repeats: readonly (boolean | undefined)[]): RepeatedVerdict | undefined {
  const came = repeats.filter((each) => each !== undefined);
  const yes = came.filter(Boolean).length;
  if (came.length === 0 || came.length * 2 < repeats.length || (came.length === 1 && repeats.length > 1)) {
    return undefined;
  }
  const no = came.length - yes;
  const pairs = (n: number) => (n * (n - 1)) / 2;
  const agreement = came.length === 1 ? 1 : (pairs(yes) + pairs(no)) / pairs(came.length);
  return { holds: yes > no, agreement };
}
