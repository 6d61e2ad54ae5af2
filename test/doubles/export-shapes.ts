import * as z from 'zod';

/** A line as ragas reads it. Source: `SingleTurnSample`, src/ragas/dataset_schema.py, whose fields are all optional. */
export const RagasSample = z.strictObject({
  user_input: z.string(),
  retrieved_contexts: z.array(z.string()).optional(),
  reference_contexts: z.array(z.string()).optional(),
  response: z.string().optional(),
  multi_responses: z.array(z.string()).optional(),
  reference: z.string(),
  rubric: z.record(z.string(), z.string()).optional(),
});

const Provider = z.strictObject({ id: z.string(), label: z.string(), config: z.record(z.string(), z.unknown()) });

/**
 * The part of a configuration of promptfoo that we write, as strict as it is there.
 * Source: config-schema.json of promptfoo, `PromptfooConfigSchema`.
 */
export const PromptfooConfig = z.strictObject({
  description: z.string(),
  prompts: z.array(z.string()),
  providers: z.array(z.union([z.string(), Provider])),
  tests: z.array(
    z.strictObject({
      description: z.string(),
      vars: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      providerOutput: z.string().optional(),
      assert: z.array(z.strictObject({ type: z.enum(['equals', 'icontains-any']), value: z.unknown() })),
      options: z.looseObject({ disableVarExpansion: z.literal(true) }),
      metadata: z.record(z.string(), z.unknown()),
    }),
  ),
});
