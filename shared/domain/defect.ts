/** Our sources are TypeScript, packages are not: where one of them failed, the line that called it says more. */
const OWN_LINE = /\n\s+at .*?([\w-]+\.ts:\d+)/;
const ANY_LINE = /\n\s+at .*?([\w-]+\.[cm]?js:\d+)/;

/**
 * What may be told of an error that is none of ours: its type, and the file and line where it came up. Its message stays
 * behind, because it may quote what it choked on.
 */
export function defectDetails(error: unknown): { readonly defect: string; readonly place: string } {
  if (!(error instanceof Error)) return { defect: typeof error, place: '' };
  const [, place = ''] = error.stack?.match(OWN_LINE) ?? error.stack?.match(ANY_LINE) ?? [];
  return { defect: error.name, place };
}
