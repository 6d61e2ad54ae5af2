import { expect, it } from 'vitest';
import { parsedJson } from '#shared/domain/parsed-json.ts';

it('says what a text holds as JSON, and nothing of one that is none', () => {
  expect([parsedJson('{"a":[1]}'), parsedJson('null'), parsedJson('{"a":'), parsedJson('')]).toEqual([
    { a: [1] },
    null,
    undefined,
    undefined,
  ]);
});
