import { FUNCTION_SHAPES } from '#infra/aws/function-shapes.ts';
import { HOURS_A_MONTH } from '#infra/aws/network-price.ts';
import type { EnvironmentSettings } from '#shared/contracts/environment-settings.ts';
import type { FunctionName } from '#shared/contracts/steps.ts';
import { type CostLine, costLine } from './cost-line.ts';
import { modelPrice } from './model-price.ts';
import { optionalIngestCosts, optionalQuestionCosts } from './optional-costs.ts';
import { documentCalls, type Profile, type Workload } from './workload.ts';

type Settings = Pick<EnvironmentSettings, 'architecture' | 'models' | 'reconcileMinutes' | 'comprehend'>;

/**
 * Seconds that a call takes, by what it does: assumed, on the safe side of what one core of a laptop takes
 * (`npm run bench`); Lambda's own report lines say what an account measures.
 */
const SECONDS = {
  page: { extract: 0.1, redact: 1.5, chunk: 0.02 },
  chunk: { embed: 0.05, index: 0.005 },
  call: 0.2,
  question: 3,
};

/** Lines of the ingest: models, functions, and the requests that hold them together. */
export function ingestCosts(workload: Workload, profile: Profile, settings: Settings): CostLine[] {
  const { documents, pages } = workload;
  const { chunks, pageBatches, chunkBatches, transitions, steps } = documentCalls(pages, profile);
  const allPages = documents * pages;
  const run = (name: FunctionName, calls: number, work: number) =>
    documents * gigabytes(name) * (calls * SECONDS.call + work);
  const gigabyteSeconds =
    run('extract', 1, pages * SECONDS.page.extract) +
    run('redact', pageBatches, pages * SECONDS.page.redact) +
    run('chunk', 1, pages * SECONDS.page.chunk) +
    run('embed', chunkBatches, chunks * SECONDS.chunk.embed) +
    run('index-chunks', chunkBatches, chunks * SECONDS.chunk.index) +
    (['route', 'admit', 'identify', 'classify', 'publish'] as const).reduce((sum, name) => sum + run(name, 1, 0), 0);
  const paid = documents * (1 + Math.ceil(chunks / CHUNKS_A_CALL));
  const embedded = documents * (chunks * profile.tokensPerChunk + profile.classifiedTokens);
  return [
    costLine('ingest, embedding', modelPrice(settings.models.embedding, 'input'), embedded),
    ...optionalIngestCosts(workload, profile, settings),
    costLine('ingest, functions', `lambda.${settings.architecture}`, gigabyteSeconds),
    costLine('ingest, calls of functions', 'lambda.requests', documents * (steps + 2)),
    costLine('ingest, state machine', 'step-functions.transitions', documents * transitions),
    // A step writes its history and renews its slot; row, lease and queue of a document take ten more. What a call of a
    // model takes is reserved and booked.
    costLine('ingest, ledger writes', 'dynamodb.writes', documents * (2 * steps + 10) + 2 * paid),
    costLine('ingest, ledger reads', 'dynamodb.reads', documents * (2 * steps + 10) + 3 * paid),
    // Raw and redacted pages, chunks, vectors, their use and what the index refused: one object a batch each.
    costLine('ingest, objects written', 's3.writes', documents * (2 * pageBatches + 4 * chunkBatches + 1)),
    costLine('ingest, objects read', 's3.reads', documents * (4 * pageBatches + 5 * chunkBatches + 4)),
    costLine('ingest, events and their queue', 'sqs.requests', documents * 3),
    costLine('ingest, events', 'events.published', documents),
    costLine('documents kept, originals and pages', 's3.storage', allPages * GIGABYTES_A_PAGE),
    costLine('ingest, logs', 'cloudwatch.logs', documents * (steps + 2) * GIGABYTES_OF_LOG),
  ];
}

/** Chunks that are embedded on one reservation: as many as `limitedEmbedder` takes of Titan, which takes one a call. */
const CHUNKS_A_CALL = 8;

/** 100 kB of the original and 5 kB of redacted text with its blocks. */
const GIGABYTES_A_PAGE = 105e-6;

/** Start, end, report and metrics of a call: 2 kB. */
const GIGABYTES_OF_LOG = 2e-6;

export function questionCosts(workload: Workload, profile: Profile, settings: Settings): CostLine[] {
  const { questions } = workload;
  const { answer, embedding } = settings.models;
  const asked = questions * profile.answeredShare;
  const searched = questions * (1 + profile.retoldShare); // Once as asked, and as what it stands for.
  const output = modelPrice(answer, 'output');
  return [
    costLine('answers, tokens read', modelPrice(answer, 'input'), asked * profile.answerInputTokens),
    costLine('answers, tokens written', output, asked * profile.answerOutputTokens),
    costLine('questions, embedding', modelPrice(embedding, 'input'), searched * profile.questionTokens),
    ...optionalQuestionCosts(workload, profile, settings),
    costLine(
      'questions, functions',
      `lambda.${settings.architecture}`,
      questions * gigabytes('query') * SECONDS.question,
    ),
    costLine('questions, calls of functions', 'lambda.requests', questions * 2),
    costLine('questions, API', 'api.requests', questions),
    costLine('questions, firewall', 'firewall.requests', questions),
    // The rows of some 100 candidates, strongly consistent; the receipt, its line in the accounts, its index and the
    // revocations; two calls of models that are reserved and booked.
    costLine('questions, ledger reads', 'dynamodb.reads', questions * 111),
    costLine('questions, ledger writes', 'dynamodb.writes', questions * 13),
    costLine('questions, logs', 'cloudwatch.logs', questions * 2 * GIGABYTES_OF_LOG),
  ];
}

/** What the schedules call, whether or not there is anything to do. */
export function scheduleCosts(settings: Settings): CostLine[] {
  const calls = HOURS_A_MONTH * 60;
  const dispatched = calls * gigabytes('dispatch') * SECONDS.call;
  const reconciled = (calls / settings.reconcileMinutes) * gigabytes('reconcile') * SECONDS.call;
  return [
    costLine('schedules, functions', `lambda.${settings.architecture}`, dispatched + reconciled),
    costLine('schedules, calls of functions', 'lambda.requests', calls + calls / settings.reconcileMinutes),
    costLine('schedules, ledger reads', 'dynamodb.reads', calls * 2),
  ];
}

function gigabytes(name: FunctionName): number {
  return FUNCTION_SHAPES[name].memory / 1_024;
}
