/** One thing that was looked at, and how to mend it when it is not well. */
export interface Finding {
  readonly check: string;
  readonly ok: boolean;
  /** What is there: counts, versions, names of errors, and never a name of a file of somebody's. */
  readonly found: string;
  /** A command, or where to look when none mends it. */
  readonly mend: string;
}
