import { dollarsFor, isPriceName } from './prices.ts';

/** What calls of one model took. */
export interface ModelUse {
  /** A model's id or ARN, or an inference profile's; `extractive` and the like where no provider is paid. */
  readonly model: string;
  readonly calls: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** `embedded`: it runs in our own process and no provider is paid. `unpriced`: the price file does not know it. */
export type CostBasis = 'list-price' | 'embedded' | 'unpriced';

export interface MeteredUse extends ModelUse {
  readonly dollars: number;
  readonly basis: CostBasis;
}

/** What models cost for one document or one answer, from what the calls themselves reported. */
export interface MeteredCost {
  readonly dollars: number;
  readonly uses: readonly MeteredUse[];
}

/** Models by the names of their prices: what their ids hold, wherever a profile or an ARN wraps them. */
const PRICED_MODELS: readonly (readonly [RegExp, string])[] = [
  [/amazon\.titan-embed-text-v2/, 'titan-embed-v2'],
  [/cohere\.embed-v4/, 'cohere-embed-v4'],
  [/amazon\.nova-lite/, 'nova-lite'],
  [/amazon\.nova-pro/, 'nova-pro'],
  [/anthropic\.claude-haiku-4-5/, 'haiku-4.5'],
  [/amazon\.rerank-v1/, 'amazon-rerank'],
  [/cohere\.rerank-v3-5/, 'cohere-rerank'],
];

/** Models that run in our own process, by what stands before a slash; `none`: no model was asked for a question. */
const EMBEDDED_MODELS: readonly (string | undefined)[] = [
  ...['extractive', 'none', 'local-rerank', 'local-cross-encoder', 'bge-small-en-v1.5-int8'],
];

/** The price of what was used, model by model; those of the same model together. */
export function meteredCost(uses: readonly ModelUse[]): MeteredCost {
  const models = [...new Set(uses.map(({ model }) => model))];
  const metered = models.map((model) =>
    pricedUse(
      addedUp(
        model,
        uses.filter((use) => use.model === model),
      ),
    ),
  );
  return { dollars: metered.reduce((sum, { dollars }) => sum + dollars, 0), uses: metered };
}

function addedUp(model: string, uses: readonly ModelUse[]): ModelUse {
  const sum = (count: 'calls' | 'inputTokens' | 'outputTokens') => uses.reduce((all, use) => all + use[count], 0);
  return { model, calls: sum('calls'), inputTokens: sum('inputTokens'), outputTokens: sum('outputTokens') };
}

function pricedUse(use: ModelUse): MeteredUse {
  if (EMBEDDED_MODELS.includes(use.model.split('/')[0])) return { ...use, dollars: 0, basis: 'embedded' };
  const dollars = callDollars(use) ?? tokenDollars(use.model, use.inputTokens, use.outputTokens);
  return dollars === undefined ? { ...use, dollars: 0, basis: 'unpriced' } : { ...use, dollars, basis: 'list-price' };
}

/** By what name the price file knows a model, if it does. */
export function pricedModel(model: string): string | undefined {
  return PRICED_MODELS.find(([pattern]) => pattern.test(model))?.[1];
}

/** Dollars for calls of a model that is paid by the query, whatever it reads. */
function callDollars({ model, calls }: ModelUse): number | undefined {
  const name = `${pricedModel(model)}.queries`;
  return isPriceName(name) ? dollarsFor(name, calls) : undefined;
}

/** Dollars for tokens of a model, or nothing when the price file does not know it. Embedders write no tokens. */
function tokenDollars(model: string, inputTokens: number, outputTokens: number): number | undefined {
  const name = pricedModel(model);
  const [input, output] = [`${name}.input`, `${name}.output`];
  if (!isPriceName(input)) return undefined;
  return dollarsFor(input, inputTokens) + (isPriceName(output) ? dollarsFor(output, outputTokens) : 0);
}
