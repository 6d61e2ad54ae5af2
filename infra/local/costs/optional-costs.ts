import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { type CostLine, costLine } from './cost-line.ts';
import { modelPrice } from './model-price.ts';
import type { Profile, Workload } from './workload.ts';

type Settings = Pick<EnvironmentSettings, 'models' | 'comprehend'>;

/** What an environment pays for the ingest beside what every one does, where its settings say so. */
export function optionalIngestCosts(
  { documents, pages, scannedPages }: Workload,
  profile: Profile,
  { models: { documentClass }, comprehend }: Settings,
): CostLine[] {
  const asked = documents * profile.unclassedShare;
  return [
    ...(scannedPages > 0 ? [costLine('ingest, text recognition', 'textract.pages', scannedPages)] : []),
    ...(comprehend ? [detection('ingest', documents * pages, profile.charactersPerPage)] : []),
    ...(documentClass === undefined
      ? []
      : [
          costLine('ingest, classes, tokens read', modelPrice(documentClass, 'input'), asked * CLASS_TOKENS.input),
          costLine('ingest, classes, tokens written', modelPrice(documentClass, 'output'), asked * CLASS_TOKENS.output),
        ]),
  ];
}

/** The same for questions. A question that follows others is told anew by the answer model, whatever the settings. */
export function optionalQuestionCosts(
  { questions }: Workload,
  profile: Profile,
  { models: { answer, reranker, guardrail }, comprehend }: Settings,
): CostLine[] {
  const retold = questions * profile.retoldShare;
  const judged = questions * QUESTION_UNITS + questions * profile.answeredShare * ANSWER_UNITS;
  return [
    costLine('questions told anew, tokens read', modelPrice(answer, 'input'), retold * RETOLD_TOKENS.input),
    costLine('questions told anew, tokens written', modelPrice(answer, 'output'), retold * RETOLD_TOKENS.output),
    ...(typeof reranker === 'object'
      ? [costLine('questions, reranking', modelPrice(reranker.model, 'queries'), questions)]
      : []),
    ...(comprehend ? [detection('questions', questions, profile.questionTokens * CHARACTERS_PER_TOKEN)] : []),
    ...(typeof guardrail === 'object'
      ? GUARDRAIL_FILTERS.map(([what, price]) => costLine(`questions and answers, ${what}`, price, judged))
      : []),
  ];
}

/**
 * Tokens of a question told anew: rules, the tool's schema and up to four turns of a hundred words. Ours;
 * `affidavit explain` shows what a question took.
 */
const RETOLD_TOKENS = { input: 1_200, output: 60 };

/** Tokens of telling a class: the descriptions, the schema and 1,500 characters of the document; one claim. Ours. */
const CLASS_TOKENS = { input: 1_800, output: 80 };

/** European text by common tokenizers, about. */
const CHARACTERS_PER_TOKEN = 4;

/** Text units of 1,000 characters, begun ones whole. Source: Bedrock pricing, "Guardrails". Four claims with their quotes. */
const QUESTION_UNITS = 1;
const ANSWER_UNITS = 2;

/** A guardrail is its owner's to make: this is one with all that is billed of texts without a source beside them. */
const GUARDRAIL_FILTERS = [
  ['guardrail, content', 'guardrail-content.queries'],
  ['guardrail, topics', 'guardrail-topics.queries'],
  ['guardrail, personal data', 'guardrail-pii.queries'],
] as const;

/** Units of Comprehend: 100 characters, three a request at least. Source: Comprehend pricing, "Personally identifiable information". */
function detection(side: 'ingest' | 'questions', texts: number, characters: number): CostLine {
  return costLine(
    `${side}, personal data by Comprehend`,
    'comprehend.pii',
    texts * Math.max(3, Math.ceil(characters / 100)),
  );
}
