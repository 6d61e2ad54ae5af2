import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';

/** What no environment has a reason of its own to change: their documents and answers are to be alike. */
export const EVERY_ENVIRONMENT = {
  architecture: 'arm64',
  maxDocumentBytes: 100 * 1024 * 1024,
  chunking: 'structure-200',
  models: {
    embedding: 'amazon.titan-embed-text-v2:0',
    embeddingDimensions: 1_024,
    answer: 'us.amazon.nova-lite-v1:0',
    secondAnswer: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
  },
} satisfies Partial<EnvironmentSettings>;
