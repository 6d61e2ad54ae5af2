/**
 * What may be told of an error that is none of ours: its type, and the file and line where it came up. Its message stays
 * behind, because it may quote what it choked on.
 */
export function defectDetails(error: unknown): { readonly defect: string; readonly place: string } {
  if (!(error instanceof Error)) return { defect: typeof error, place: '' };
  const [, place = ''] = error.stack?.match(/\n\s+at .*?([\w-]+\.[cm]?[jt]s:\d+)/) ?? [];
  return { defect: error.name, place };
}
