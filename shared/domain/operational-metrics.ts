/** Namespace of every metric. Environments are told apart by a dimension, so that they stand side by side in an account. */
export const METRIC_NAMESPACE = 'Affidavit';

/** The dimensions of every metric: `service` is always `METRIC_SERVICE`, `environment` is a stage of the app. */
export const METRIC_DIMENSIONS = ['service', 'environment'] as const;
export const METRIC_SERVICE = 'affidavit';

export type MetricUnit = 'Count' | 'Milliseconds' | 'Seconds' | 'Percent';

interface MetricTraits {
  readonly unit: MetricUnit;
  /** What one observation says. */
  readonly says: string;
  /** Whether the last observation counts (a level), in place of all of them together. */
  readonly isLevel?: true;
}

/**
 * Everything that the product measures of itself: counts, durations and levels, never a word of a document, a question
 * or a name. Objectives, alarms, dashboards and the local `/metrics` take names and units from here.
 */
const METRICS = {
  RequestsValid: count('A question or search that was well formed and permitted.'),
  RequestsFailed: count('Of these, one that the service answered by a failure of its own (5xx).'),
  AnswersTimed: count('An answer that was given, refusals included.'),
  AnswersSlow: count('Of these, one that took longer than its limit.'),
  AnswerDuration: { unit: 'Milliseconds', says: 'From the request to the end of its answer.' },
  AnswerMicrodollars: count('Millionths of a dollar that models took for an answer or a refusal, at list price.'),
  AnswersRemembered: count('An answer whose claims were remembered from an earlier one.'),
  AnswersAccepted: count('An answer that its reader called helpful; 0 for one that was called unhelpful.'),
  FirstClaimsTimed: count('A streamed answer that came to a first claim or to its refusal.'),
  FirstClaimsSlow: count('Of these, one where that took longer than its limit.'),
  FirstClaimDuration: { unit: 'Milliseconds', says: 'From the request to the first claim or the refusal.' },
  RetrievalsTimed: count('A retrieval: the question path without the language model.'),
  RetrievalsSlow: count('Of these, one that took longer than its limit.'),
  RetrievalDuration: {
    unit: 'Milliseconds',
    says: 'Redaction, embedding, both searches, the read of the ledger and reranking.',
  },
  ClaimsShown: count('A claim that was shown.'),
  ClaimsUncited: count('Of these, one whose quote could not be placed on a page of the live version.'),
  DocumentsValid: count('A document that could be processed: published, or failed by our fault.'),
  DocumentsFailed: count('Of these, one that failed by our fault.'),
  DocumentsTimed: count('A document of at most 50 pages that was published on its own, not sent again by a person.'),
  DocumentsLate: count('Of these, one that was searchable later than its limit.'),
  DocumentFreshness: { unit: 'Seconds', says: 'From the change in the store to searchable.' },
  ExecutionsEnded: count('An execution that came to an end.'),
  UploadsProcessed: count('Of these, one that was the only one for its version and attempt.'),
  ExecutionsStarted: count('Executions that were started.'),
  StepsEnded: count('A step of an execution that ended, well or not.'),
  AttemptsWaiting: { unit: 'Count', says: '1 while any attempt waits to be started, else 0.', isLevel: true },
  ReconcilePasses: count('A pass of the reconciler that came to its end.'),
  EventsLost: count('Objects and rows that a pass found and no event had told of.'),
  CanaryRuns: count('A run of the canary that came to its end.'),
  CanaryFailures: count('Of these, one in which a stage failed.'),
  CanaryFacts: count('A fact of the canary’s document that was looked for.'),
  CanaryMisses: count('Of these, one that was not among the first passages.'),
  CanaryLeaks: count('A planted value that was read, or an outsider who found the canary’s document.'),
  CanaryDuration: { unit: 'Milliseconds', says: 'Of a run of the canary, from upload to deletion.' },
  CanaryFreshness: { unit: 'Seconds', says: 'From the upload of the canary’s document to its publishing.' },
  CircuitsOpened: count('A part that questions need failed three times in a row, or once more when it was tried.'),
  EmbedderCircuit: circuit('the embedding model'),
  IndexCircuit: circuit('the index'),
  FirstModelCircuit: circuit('the first answer model'),
  SecondModelCircuit: circuit('the second answer model'),
  RerankerCircuit: circuit('the reranker'),
  RewriterCircuit: circuit('the model that tells questions anew'),
  GuardrailCircuit: circuit('the guardrail'),
  DetectorCircuit: circuit('the service that finds personal data in questions'),
  ModelCallsRefused: count('A call that a model refused because it is busy, after which its callers slow down.'),
  SlotsHeld: {
    unit: 'Count',
    says: 'Executions that hold one of the slots, looked at each minute on AWS.',
    isLevel: true,
  },
  ModelMicrodollars: count('Millionths of a dollar that a call of a model took, at list price.'),
  BudgetUsed: { unit: 'Percent', says: 'Of the budget of the tenant that a call was made for.', isLevel: true },
  BudgetRefusals: count('A call of a model that was refused because the tenant has spent its budget.'),
} as const satisfies Record<string, MetricTraits>;

export type MetricName = keyof typeof METRICS;

/** What is observed at once: one value a metric. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[]; // TypeScript types the keys of any object as string.

export function metricTraits(name: MetricName): MetricTraits {
  return METRICS[name];
}

function count(says: string): MetricTraits {
  return { unit: 'Count', says };
}

function circuit(part: string): MetricTraits {
  return { unit: 'Count', says: `1 while ${part} is not asked because it failed, else 0.`, isLevel: true };
}
