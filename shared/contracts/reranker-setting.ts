import * as z from 'zod/mini';

/**
 * Regions that offer each model. Source: Bedrock user guide, "Supported Regions and models for reranking", 2026-11.
 */
const RERANK_REGIONS = {
  'amazon.rerank-v1:0': ['ap-northeast-1', 'ca-central-1', 'eu-central-1', 'us-west-2'],
  'cohere.rerank-v3-5:0': ['ap-northeast-1', 'ca-central-1', 'eu-central-1', 'us-east-1', 'us-west-2'],
} as const;

type RerankModel = keyof typeof RERANK_REGIONS;
const MODELS = Object.keys(RERANK_REGIONS) as [RerankModel, ...RerankModel[]]; // TypeScript types keys as string.

const bedrockReranker = () =>
  z
    .strictObject({
      model: z.enum(MODELS),
      /** Where it is asked; it need not be the region of the stacks, for few offer the models. */
      region: z.string(),
    })
    .check(
      z.superRefine(({ model, region }, { addIssue }) => {
        const regions: readonly string[] = RERANK_REGIONS[model];
        if (regions.includes(region)) return;
        const message = `${model} is offered in ${regions.join(', ')}`;
        addIssue({ code: 'custom', path: ['region'], message });
      }),
    );

/** Who reranks in an environment: nobody, the local scorer, or a model on Bedrock. */
export const rerankerSetting = () => z.union([z.enum(['off', 'local']), bedrockReranker()]);
