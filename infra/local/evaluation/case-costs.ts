import { type MeteredCost, type MeteredUse, meteredCost } from '#shared/domain/metered-cost.ts';
import { bootstrap } from '#shared/domain/statistics.ts';
import { COST, type Measurement } from './measurement.ts';

/** What models took for each case, by its id; one that asked none has no entry. */
export type CaseCosts = ReadonlyMap<string, MeteredCost>;

/**
 * The same measurement with what its cases took of models and, where one of them has a price, dollars a case as the figure
 * `name`: 0 where models of this process were asked alone. A case that asked a model without a price has no figure, for
 * what is known of its cost is not all of it.
 */
export function withCosts(measurement: Measurement, costs: CaseCosts, name = 'cost'): Measurement {
  const models = meteredCost([...costs.values()].flatMap(asked)).uses;
  const told = { ...measurement, models: [...(measurement.models ?? []), ...models] };
  if (!isPriced(models)) return told;
  const cases = measurement.cases.map((each) => {
    const dollars = dollarsOf(costs.get(each.id));
    return dollars === undefined ? each : { ...each, figures: { ...each.figures, [name]: dollars } };
  });
  return { ...told, cases, figures: { ...measurement.figures, [name]: COST } };
}

/**
 * The same measurement with dollars for each answer that was accepted, `cost.accepted`: what all questions took, over the
 * answers among them that came out as expected. Nothing is added where no model has a price or none was accepted.
 */
export function withAcceptedCost(
  measurement: Measurement,
  isAccepted: (figures: Readonly<Record<string, number>>) => boolean,
): Measurement {
  const rows = measurement.cases.flatMap(({ figures }) =>
    figures['cost'] === undefined ? [] : [{ dollars: figures['cost'], accepted: isAccepted(figures) ? 1 : 0 }],
  );
  if (!rows.some(({ accepted }) => accepted === 1)) return measurement;
  const each = bootstrap(rows, (sample) => {
    const sum = (of: 'dollars' | 'accepted') => sample.reduce((all, row) => all + row[of], 0);
    return sum('dollars') / Math.max(1, sum('accepted'));
  });
  return { ...measurement, summary: { ...measurement.summary, 'cost.accepted': each } };
}

/** A line for each model that was asked, with what it cost. */
export function modelLines(models: readonly MeteredUse[]): string[] {
  return models.map(({ model, calls, inputTokens, outputTokens, dollars, basis }) => {
    const paid = {
      'list-price': `$${dollars.toLocaleString('en-US', { maximumSignificantDigits: 3 })} at list price`,
      embedded: 'in this process, which costs nothing',
      unpriced: 'without a price in shared/domain/prices.ts, so that its cases have no cost',
    }[basis];
    return `${model}: ${calls} calls, ${inputTokens} tokens in, ${outputTokens} out; ${paid}`;
  });
}

function isPriced(models: readonly MeteredUse[]): boolean {
  return models.some(({ basis }) => basis === 'list-price');
}

function dollarsOf(cost: MeteredCost | undefined): number | undefined {
  if (cost === undefined) return 0;
  return asked(cost).some(({ basis }) => basis === 'unpriced') ? undefined : cost.dollars;
}

/** Without what was remembered, for which nobody was asked. */
function asked({ uses }: MeteredCost): readonly MeteredUse[] {
  return uses.filter(({ calls }) => calls > 0);
}
