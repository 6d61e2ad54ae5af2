/**
 * Fields of a state machine that the interpreter of local runs reads past without a word, so that the same definition
 * would do something else there. Source: what aws-local-stepfunctions 3 was seen to do with each.
 */
const IGNORED_FIELDS = ['Arguments', 'Assign', 'ItemReader', 'ItemBatcher', 'Output', 'QueryLanguage', 'ResultWriter'];

/** Where a definition uses what a local run would ignore, as `path: what`. */
export function ignoredFeatures(definition: unknown, path = '$'): string[] {
  if (typeof definition !== 'object' || definition === null) return [];
  return Object.entries(definition).flatMap(([field, value]) => [
    ...ownProblems(field, value).map((problem) => `${path}: ${problem}`),
    ...ignoredFeatures(value, `${path}.${field}`),
  ]);
}

function ownProblems(field: string, value: unknown): string[] {
  if (IGNORED_FIELDS.includes(field)) return [field];
  if (field === 'Resource' && /\.sync|\.waitForTaskToken|:states:::/.test(String(value))) return [String(value)];
  if (field === 'Mode' && value !== 'INLINE') return [`Map in mode ${String(value)}`];
  return typeof value === 'string' && value.startsWith('{%') ? ['a JSONata expression'] : [];
}
