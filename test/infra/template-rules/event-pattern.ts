/**
 * What is wrong with a pattern of EventBridge, as `path: what`; CloudFormation takes any object and EventBridge then
 * refuses the rule, or never matches.
 *
 * Source: EventBridge user guide, "Event pattern syntax" and "Comparison operators".
 */
export function eventPatternProblems(pattern: unknown): string[] {
  if (!isObject(pattern)) return ['it is no object'];
  const fields = Object.entries(pattern);
  if (fields.length === 0) return ['it matches every event'];
  return [
    ...fields.filter(([field]) => !FIELDS.includes(field)).map(([field]) => `${field}: no field of an event`),
    ...fields.flatMap(([field, value]) => fieldProblems(value, field)),
  ];
}

/** Fields of every event, as they are named in JSON. Source: EventBridge user guide, "Event structure". */
const FIELDS = [
  ...['version', 'id', 'detail-type', 'source', 'account', 'time', 'region', 'resources', 'detail', '$or'],
];

const OPERATORS = [
  ...['prefix', 'suffix', 'anything-but', 'numeric', 'exists', 'cidr', 'equals-ignore-case', 'wildcard'],
];

function fieldProblems(value: unknown, path: string): string[] {
  if (path.endsWith('$or')) return alternativesProblems(value, path);
  if (Array.isArray(value)) return valuesProblems(value, path);
  if (!isObject(value) || isReference(value)) return [`${path}: not a list of values`];
  if (Object.keys(value).length === 0) return [`${path}: no condition`];
  return Object.entries(value).flatMap(([field, inner]) => fieldProblems(inner, `${path}.${field}`));
}

function alternativesProblems(value: unknown, path: string): string[] {
  if (!Array.isArray(value) || value.length < 2) return [`${path}: fewer than two alternatives`];
  return value.flatMap((one, at) =>
    isObject(one)
      ? Object.entries(one).flatMap(([field, inner]) => fieldProblems(inner, `${path}[${at}].${field}`))
      : [`${path}[${at}]: no object`],
  );
}

function valuesProblems(values: readonly unknown[], path: string): string[] {
  if (values.length === 0) return [`${path}: an empty list matches nothing`];
  return values.flatMap((value) => {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return [];
    if (!isObject(value)) return [`${path}: a list in a list`];
    const [operator, ...others] = Object.keys(value);
    if (isReference(value)) return [];
    return others.length === 0 && OPERATORS.includes(operator ?? '') ? [] : [`${path}: no operator of EventBridge`];
  });
}

/** What CloudFormation puts a text in the place of. */
function isReference(value: object): boolean {
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
