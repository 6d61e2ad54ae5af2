import { expect, it } from 'vitest';
import { queryClassOf } from '#shared/domain/query-class.ts';

it.each([
  ['identifier', 'INV-2024/17'],
  ['identifier', 'What does the 10-Q say about revenue?'],
  ['identifier', 'rate of B12 in A-1234/56'],
  ['identifier', 'who signed "time is of the essence"'],
  ['keywords', 'termination notice period'],
  ['keywords', 'Kündigungsfrist Mietvertrag'],
  ['sentence', 'Who pays?'],
  ['sentence', 'the rent of the hall'],
  ['sentence', 'When does the lease of the hall end'],
  ['sentence', 'Autophagy deficiency liver increases vulnerability insulin resistance'],
])('takes for %s: %s', (queryClass, query) => {
  expect(queryClassOf(query)).toBe(queryClass);
});
