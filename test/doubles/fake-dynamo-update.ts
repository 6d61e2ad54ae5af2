/** An attribute as DynamoDB's protocol writes it. */
type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Update {
  readonly UpdateExpression?: string;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Attributes;
}

/**
 * An item after an update, or nothing when the condition does not hold. It knows `SET`, `REMOVE` and `ADD` of names, and
 * the conditions that spending is written under; anything else is a defect of the test.
 */
export function updatedItem(item: Attributes, update: Update): Attributes | undefined {
  const names = update.ExpressionAttributeNames ?? {};
  const values = update.ExpressionAttributeValues ?? {};
  const nameOf = (written: string) => names[written] ?? written;
  const conditions = update.ConditionExpression?.split(' AND ') ?? [];
  if (!conditions.every((condition) => holds(condition, item, nameOf, values))) return undefined;

  const changed: Record<string, Readonly<Record<string, unknown>>> = { ...item };
  for (const [, action = '', changes = ''] of update.UpdateExpression?.matchAll(
    /(SET|REMOVE|ADD) (.*?)(?= (?:SET|REMOVE|ADD) |$)/g,
  ) ?? []) {
    for (const change of changes.split(', ')) apply(action, change, changed, nameOf, values);
  }
  return changed;
}

function apply(
  action: string,
  change: string,
  item: Record<string, Readonly<Record<string, unknown>>>,
  nameOf: (written: string) => string,
  values: Attributes,
): void {
  const [written = '', value = ''] = change.split(action === 'SET' ? ' = ' : ' ');
  const name = nameOf(written);
  if (action === 'REMOVE') delete item[name];
  else if (action === 'SET') item[name] = values[value] ?? {};
  else item[name] = { N: String(numberIn(item[name] ?? { N: '0' }) + numberIn(values[value])) };
}

function holds(condition: string, item: Attributes, nameOf: (written: string) => string, values: Attributes): boolean {
  const [, either, or] = /^\((.+) OR (.+)\)$/.exec(condition) ?? [];
  if (either !== undefined && or !== undefined) {
    return holds(either, item, nameOf, values) || holds(or, item, nameOf, values);
  }
  const [, asked, attribute = ''] = /^(attribute_exists|attribute_not_exists)\((\S+)\)$/.exec(condition) ?? [];
  if (asked !== undefined) return nameOf(attribute) in item === (asked === 'attribute_exists');
  const [, path = '', sign, bound = ''] = /^(\S+) ([<>]) (\S+)$/.exec(condition) ?? [];
  const [first = '', ...inner] = path.split('.');
  const stored = inner.reduce(member, item[nameOf(first)]);
  if (stored === undefined) return false;
  return sign === '<' ? numberIn(stored) < numberIn(values[bound]) : numberIn(stored) > numberIn(values[bound]);
}

function member(attribute: Readonly<Record<string, unknown>> | undefined, name: string) {
  const map = attribute?.['M'] as Attributes | undefined; // As the protocol writes a map.
  return map?.[name];
}

function numberIn(attribute: Readonly<Record<string, unknown>> | undefined): number {
  const number = Number(attribute?.['N']);
  if (Number.isNaN(number)) throw new Error('the test reads a number where there is none');
  return number;
}
