import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import { comprehendUnits, guardrailUnits } from '#shared/domain/text-units.ts';
import { type CostLine, costLine } from './cost-line.ts';
import { modelPrice } from './model-price.ts';
import { documentCalls, type Profile, type Workload } from './workload.ts';

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
    ...(comprehend ? [detection('ingest', documents * documentUnits(pages, profile))] : []),
    ...(documentClass === undefined
      ? []
      : [
          costLine(
            'ingest, classes, tokens read',
            modelPrice(documentClass, 'input'),
            asked * profile.classInputTokens,
          ),
          costLine(
            ...(['ingest, classes, tokens written', modelPrice(documentClass, 'output')] as const),
            asked * profile.classOutputTokens,
          ),
        ]),
  ];
}

/** The same for questions. A question that follows others is told anew by the answer model, whatever the settings. */
export function optionalQuestionCosts(
  { questions }: Workload,
  profile: Profile,
  { models, comprehend }: Settings,
): CostLine[] {
  const { answer, reranker, guardrail } = models;
  const retold = questions * profile.retoldShare;
  const characters = profile.questionTokens * CHARACTERS_PER_TOKEN;
  const judged =
    (questions + retold) * guardrailUnits(characters) +
    questions * profile.answeredShare * guardrailUnits(profile.answerCharacters);
  const detected = questions * comprehendUnits(characters) + retold * retoldUnits(characters, profile);
  return [
    costLine('questions told anew, tokens read', modelPrice(answer, 'input'), retold * profile.retoldInputTokens),
    costLine('questions told anew, tokens written', modelPrice(answer, 'output'), retold * profile.retoldOutputTokens),
    ...(typeof reranker === 'object'
      ? [costLine('questions, reranking', modelPrice(reranker.model, 'queries'), questions + retold)]
      : []),
    ...(comprehend ? [detection('questions', detected)] : []),
    ...(typeof guardrail === 'object'
      ? GUARDRAIL_FILTERS.map(([what, price]) => costLine(`questions and answers, ${what}`, price, judged))
      : []),
    ...secondCheckCosts(questions * profile.answeredShare, profile, models),
  ];
}

/** Claims of an answer that are no quotes, each held against its quote with the question beside them. */
const CHECKED_CLAIMS = 4;

function secondCheckCosts(asked: number, { answerCharacters }: Profile, models: Settings['models']): CostLine[] {
  const { secondCheck, embedding } = models;
  const tokens = answerCharacters / CHARACTERS_PER_TOKEN;
  if (secondCheck === 'embedding')
    return [costLine('answers, second check', modelPrice(embedding, 'input'), asked * tokens)];
  if (secondCheck !== 'guardrail') return [];
  const filters = [...GUARDRAIL_FILTERS.map(([, price]) => price), 'guardrail-grounding.queries' as const];
  return filters.map((price) => costLine('answers, second check', price, asked * CHECKED_CLAIMS));
}

/** European text by common tokenizers, about. */
const CHARACTERS_PER_TOKEN = 4;

/** A guardrail is its owner's to make: this is one with all that is billed of texts without a source beside them. */
const GUARDRAIL_FILTERS = [
  ['guardrail, content', 'guardrail-content.queries'],
  ['guardrail, topics', 'guardrail-topics.queries'],
  ['guardrail, personal data', 'guardrail-pii.queries'],
] as const;

/** A request for each batch of pages; title and name of the document are looked at by themselves. */
function documentUnits(pages: number, { chunksPerPage, charactersPerPage }: Profile): number {
  const { pageBatches } = documentCalls(pages, { chunksPerPage });
  return pageBatches * comprehendUnits((pages * charactersPerPage) / pageBatches) + 2 * comprehendUnits(1);
}

/** What a question that is told anew takes besides: it and the turns before the model sees them, and what it stands for. */
function retoldUnits(characters: number, { turnCharacters }: Profile): number {
  return 2 * comprehendUnits(characters) + comprehendUnits(turnCharacters);
}

function detection(side: 'ingest' | 'questions', units: number): CostLine {
  return costLine(`${side}, personal data by Comprehend`, 'comprehend-pii.queries', units);
}
