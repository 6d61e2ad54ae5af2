import { expect, it } from 'vitest';
import { FunctionSettings } from '#shared/contracts/settings.ts';
import { EVERY_OPTION } from './every-option.ts';
import { synthesizedEnvironment } from './synthesized-environment.ts';
import { type Environment, lambdaOf, ofType } from './templates.ts';

const every = synthesizedEnvironment(EVERY_OPTION);
const prod = synthesizedEnvironment('prod');

function served(environment: Environment) {
  const { Variables } = lambdaOf(environment, 'query').Properties['Environment'] as { Variables: unknown };
  return FunctionSettings.pick({ CALIBRATION: true }).parse(Variables).CALIBRATION;
}

it('the calibration of the settings reaches the function that searches, whole', () => {
  expect(served(every)).toEqual(EVERY_OPTION.calibration);
  expect(served(prod)).toBeUndefined();
});

it('a deployment is told whose calibration it is, so that it can refuse another embedder', () => {
  const [told, untold] = [every, prod].map((one) => ofType(one, 'Custom::AffidavitIndex')[0]?.Properties);

  expect(told).toMatchObject({ calibratedProbe: EVERY_OPTION.calibration?.fingerprint.probe });
  expect(untold).not.toHaveProperty('calibratedProbe');
});
