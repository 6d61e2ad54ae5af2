import { Aws } from 'aws-cdk-lib';
import { inferenceProfile } from '#shared/domain/inference-profile.ts';
import { type Access, type Grant, on } from './access.ts';
import { lendsDocuments } from './document-access.ts';
import type { Platform } from './platform.ts';

export const embeds: Grant = ({ settings: { models } }) => ({
  settings: {
    EMBEDDING_MODEL_ID: models.embedding,
    EMBEDDING_DIMENSIONS: String(models.embeddingDimensions),
  },
  statements: [{ actions: ['bedrock:InvokeModel'], resources: modelArns(models.embedding, models.regions) }],
});

/** Asks a model for the class of a document, where the environment names one. */
export const asksForClass: Grant = ({ settings: { models } }) =>
  models.documentClass === undefined
    ? {}
    : {
        settings: { CLASS_MODEL_ID: models.documentClass },
        statements: [{ actions: ['bedrock:InvokeModel'], resources: modelArns(models.documentClass, models.regions) }],
      };

/** Knows what was fitted to the embedding model. */
export const servesCalibration: Grant = ({ settings: { calibration } }) => ({
  settings: { CALIBRATION: calibration === undefined ? 'none' : JSON.stringify(calibration) },
});

const ANSWERING = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];

/** Converse asks for the same permission as InvokeModel, ConverseStream for that of its streaming kind. */
export const answers: Grant = ({ settings: { models, caches = 'on' } }) => ({
  settings: {
    ANSWER_MODEL_ID: models.answer,
    CACHES: caches,
    ...(models.secondAnswer === undefined ? {} : { SECOND_ANSWER_MODEL_ID: models.secondAnswer }),
  },
  statements: [models.answer, models.secondAnswer]
    .filter((model) => model !== undefined)
    .map((model) => ({ actions: ANSWERING, resources: modelArns(model, models.regions) })),
});

/** Puts what search found into a better order, with a model only where one is configured. */
export const reranks: Grant = ({ settings: { models } }) => {
  const { reranker = 'off' } = models;
  const settings = { RERANKER: JSON.stringify(reranker) };
  if (typeof reranker === 'string') return { settings };
  const { model, region } = reranker;
  const resources = [`arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${model}`];
  return { settings, statements: [{ actions: ['bedrock:InvokeModel'], resources }] };
};

/** Judges questions and answers: by the policy file of the environment, and by a guardrail where one is named. */
export const judges: Grant = ({ settings: { models, policy } }) => {
  const { guardrail = 'off' } = models;
  const settings = { POLICY: policy === undefined ? 'default' : 'file', GUARDRAIL: JSON.stringify(guardrail) };
  if (guardrail === 'off') return { settings };
  const resource = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:guardrail/${guardrail.id}`;
  return { settings, statements: [on(resource, undefined, 'bedrock:ApplyGuardrail')] };
};

/** Holds claims against their quotes once more, by the embedding model or the guardrail that it may ask anyway. */
export const checksAgain: Grant = ({ settings: { models } }) => ({
  settings: { SECOND_CHECK: models.secondCheck ?? 'off' },
});

/** Has Comprehend look for personal data, where the environment asks for that. */
export const asksComprehend: Grant = ({ settings: { comprehend = false } }) => ({
  settings: { COMPREHEND: comprehend ? 'on' : 'off' },
  statements: comprehend
    ? [on('*', 'Comprehend looks at what it is sent: there is no resource.', 'comprehend:DetectPiiEntities')]
    : [],
});

const TEXTRACT = 'Textract knows jobs by their ids alone: there is no resource.';

/**
 * Has Textract read scans, where the environment asks for that. Textract reads the object with the rights of its caller.
 *
 * Source: Textract developer guide, "Actions, resources, and condition keys".
 */
export const beginsRecognition: Grant = (platform) => ({
  settings: textractSettings(platform),
  statements:
    platform.settings.textract === true
      ? [on('*', TEXTRACT, 'textract:StartDocumentTextDetection'), lendsDocuments(platform)]
      : [],
});

export const collectsRecognition: Grant = (platform) => ({
  settings: textractSettings(platform),
  statements: platform.settings.textract === true ? [on('*', TEXTRACT, 'textract:GetDocumentTextDetection')] : [],
});

function textractSettings({ settings: { textract = false } }: Platform): NonNullable<Access['settings']> {
  return { TEXTRACT: textract ? 'on' : 'off' };
}

/**
 * A model by its ARN in this region; an inference profile, whose id begins with a geography, by its own ARN and by the
 * model's in each region that it may send to.
 *
 * Source: Bedrock user guide, "Prerequisites for inference profiles".
 */
function modelArns(modelId: string, regions: readonly string[]): string[] {
  const profile = inferenceProfile(modelId);
  const modelIn = (region: string, id: string) => `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${id}`;
  if (profile === undefined) return [modelIn(Aws.REGION, modelId)];
  const profileArn = `arn:${Aws.PARTITION}:bedrock:${Aws.REGION}:${Aws.ACCOUNT_ID}:inference-profile/${modelId}`;
  return [profileArn, ...regions.map((region) => modelIn(region, profile.modelId))];
}
