import { valueAt } from './reading.ts';

/** Text of a template as a deployment would make it, with made-up names for what only a deployment knows. */
export function resolvedText(value: unknown): string {
  if (typeof value === 'string') return value;
  const join = valueAt(value, 'Fn::Join');
  if (Array.isArray(join)) return join[1].map(resolvedText).join(join[0]);
  const reference = valueAt(value, 'Ref');
  if (typeof reference === 'string') return PSEUDO_PARAMETERS[reference] ?? reference;
  const [id, attribute] = [valueAt(value, 'Fn::GetAtt', 0), valueAt(value, 'Fn::GetAtt', 1)];
  if (attribute === 'Arn') return `arn:aws:lambda:us-east-1:000000000000:function:${id}`;
  const imported = valueAt(value, 'Fn::ImportValue') ?? id;
  if (typeof imported === 'string') return imported;
  throw new Error('no text of a kind that templates are known to hold');
}

/** What every template may refer to without declaring it. */
export const PSEUDO_PARAMETERS: Readonly<Record<string, string>> = {
  'AWS::AccountId': '000000000000',
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::URLSuffix': 'amazonaws.com',
};
