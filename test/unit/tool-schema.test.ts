import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { proposedClaimsJsonSchema, proposedClaimsSchema } from '#shared/contracts/proposed-claims.ts';
import { rewrittenQuestionJsonSchema, rewrittenQuestionSchema } from '#shared/contracts/rewritten-question.ts';

const PAIRS = [
  ['claims', proposedClaimsJsonSchema, proposedClaimsSchema],
  ['a question told anew', rewrittenQuestionJsonSchema, rewrittenQuestionSchema],
] as const;

describe.each(PAIRS)('the JSON Schema by which a model hands in %s', (_what, jsonSchema, schema) => {
  it('asks for what is read', () => {
    const { $schema: _dialect, ...read } = z.toJSONSchema(schema());

    expect(withoutDescriptions(jsonSchema())).toEqual(read);
  });

  it('says of each property what to put there, for nothing else tells a model', () => {
    const properties = propertiesIn(jsonSchema());

    expect(properties.length).toBeGreaterThanOrEqual(2);
    expect(properties.filter((property) => !('items' in property) && !('description' in property))).toEqual([]);
  });
});

function withoutDescriptions(schema: object): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'description' ? undefined : value)));
}

function propertiesIn(schema: object): object[] {
  const found: object[] = [];
  JSON.stringify(schema, (key, value) => {
    if (key === 'properties') found.push(...Object.values<object>(value));
    return value;
  });
  return found;
}
