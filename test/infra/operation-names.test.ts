import { expect, it } from 'vitest';
import { operationNames } from '../doubles/operation-names.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';

it('leads from every name of docs/operations/names.md to one resource of prod', () => {
  const { resources } = synthesizedEnvironment('prod');
  const names = operationNames();

  const found = names.map(({ stack, logicalId }) =>
    resources.filter((one) => one.stack === stack && logicalId.test(one.id)),
  );

  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((_name, at) => found[at]?.length !== 1).map(({ placeholder }) => placeholder)).toEqual([]);
});
