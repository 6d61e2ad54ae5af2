import { PipelineFailure } from '#shared/domain/failures.ts';
import { pricedModel } from '#shared/domain/metered-cost.ts';
import { isPriceName, type PriceName } from '#shared/domain/prices.ts';

/** @throws PipelineFailure `InputInvalid` for a model that the price file does not know. */
export function modelPrice(model: string, side: 'input' | 'output' | 'queries'): PriceName {
  const name = `${pricedModel(model)}.${side}`;
  if (isPriceName(name)) return name;
  throw new PipelineFailure(
    'InputInvalid',
    'the price file does not know a model of the settings: see shared/domain/prices.ts',
  );
}
