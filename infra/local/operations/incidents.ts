import { QUEUED_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import { CANARY_MINUTES } from '#shared/contracts/canary.ts';
import type { MetricName } from '#shared/domain/operational-metrics.ts';
import type { Emission } from './simulated-series.ts';

/** Of our metrics, and of what SQS tells of the dead-letter queues. */
type Emissions = Readonly<Partial<Record<MetricName | typeof QUEUED_LETTERS, Emission>>>;

/** Something that happened to a product like this one, as its figures would have looked here. */
export interface Incident {
  readonly name: string;
  /** The objective whose alarm has to be raised. */
  readonly objective: string;
  /** Minutes after its beginning by which it has to be. */
  readonly within: number;
  /** In place of what is emitted in health, from its minute 0 on. */
  readonly emits: Emissions;
}

const PASS_MINUTES = 60;
const pass = (lost: number) => (minute: number) => (minute % PASS_MINUTES === 0 ? lost : undefined);

const canary = (value: number) => (minute: number) => (minute % CANARY_MINUTES === 0 ? value : undefined);

/** What is emitted in health, a minute: ten questions, two uploads, a pass of the reconciler each hour, four canaries. */
export const HEALTH: Emissions = {
  ...{ RequestsValid: () => 10, RequestsFailed: () => 0 },
  ...{ RetrievalsTimed: () => 10, RetrievalsSlow: () => 0 },
  ...{ FirstClaimsTimed: () => 5, FirstClaimsSlow: () => 0 },
  ...{ AnswersTimed: () => 8, AnswersSlow: () => 0 },
  ...{ ClaimsShown: () => 12, ClaimsUncited: () => 0 },
  ...{ DocumentsValid: () => 2, DocumentsFailed: () => 0 },
  ...{ DocumentsTimed: () => 2, DocumentsLate: () => 0 },
  ...{ ExecutionsEnded: () => 2, UploadsProcessed: () => 2, ExecutionsStarted: () => 2, StepsEnded: () => 16 },
  ...{ AttemptsWaiting: () => 0, EventsLost: pass(0), ReconcilePasses: pass(1) },
  ...{ CanaryRuns: canary(1), CanaryFailures: canary(0), CanaryLeaks: canary(0) },
  ...{ CanaryFacts: canary(8), CanaryMisses: canary(0) },
  ...{ ModelMicrodollars: () => 500, BudgetUsed: () => 40, BudgetRefusals: () => 0, [QUEUED_LETTERS]: () => 0 },
};

const SILENT: Emission = () => undefined;
const NO_DOCUMENTS = {
  ...{ DocumentsValid: SILENT, DocumentsFailed: SILENT, DocumentsTimed: SILENT, DocumentsLate: SILENT },
  ...{ ExecutionsEnded: SILENT, UploadsProcessed: SILENT, ExecutionsStarted: SILENT, StepsEnded: SILENT },
};

/** Incidents that are public knowledge, and those that our own design could have. */
export const INCIDENTS: readonly Incident[] = [
  {
    name: 'one upload becomes 3.36 executions, each of them green',
    ...{ objective: 'duplicate-ratio', within: 15 },
    emits: { ExecutionsEnded: () => 2 * 3.36, ExecutionsStarted: () => 2 * 3.36, StepsEnded: () => 16 * 3.36 },
  },
  {
    name: 'a counter of executions leaks: nothing starts, no error, no dead letter',
    ...{ objective: 'stuck-flow', within: 6 },
    emits: { ...NO_DOCUMENTS, AttemptsWaiting: () => 1 },
  },
  {
    name: 'a stale event turns what had succeeded into a failure',
    ...{ objective: 'ingest-success', within: 10 },
    emits: { DocumentsValid: () => 4, DocumentsFailed: () => 2 },
  },
  {
    name: 'a stale event runs each document once more after it was done',
    ...{ objective: 'duplicate-ratio', within: 15 },
    emits: { ExecutionsEnded: () => 4, ExecutionsStarted: () => 4, StepsEnded: () => 18 },
  },
  {
    name: 'executions are named by key alone: honest uploads of new versions are swallowed',
    ...{ objective: 'reconciliation-gap', within: 65 },
    emits: { EventsLost: pass(30) },
  },
  {
    name: '5 % of events are lost on their way',
    ...{ objective: 'reconciliation-gap', within: 65 },
    emits: { EventsLost: pass(1) },
  },
  {
    name: 'deletions leave rows behind, and nobody is told',
    ...{ objective: 'reconciliation-gap', within: 65 },
    emits: { EventsLost: pass(3) },
  },
  {
    name: 'the reconciler itself has stopped',
    ...{ objective: 'reconciliation-gap', within: 125 },
    emits: { EventsLost: SILENT, ReconcilePasses: SILENT },
  },
  {
    name: 'the index is down: every search fails by a typed error',
    ...{ objective: 'query-availability', within: 5 },
    emits: { RequestsFailed: () => 10, RetrievalsTimed: SILENT, RetrievalsSlow: SILENT },
  },
  {
    name: 'a node of the index has no memory left: searches take seconds, and none fails',
    ...{ objective: 'retrieval-latency', within: 60 },
    emits: { RetrievalsSlow: () => 10 },
  },
  {
    name: 'a stream is gathered on its way: the first words come with the last',
    ...{ objective: 'first-claim-latency', within: 60 },
    emits: { FirstClaimsSlow: () => 5 },
  },
  {
    name: 'the model’s quota is reserved by its longest answers: answers wait for a turn',
    ...{ objective: 'answer-latency', within: 60 },
    emits: { AnswersSlow: () => 8, FirstClaimsSlow: () => 5 },
  },
  {
    name: 'a payload grew too large: every document of a customer fails',
    ...{ objective: 'ingest-success', within: 10 },
    emits: { DocumentsValid: () => 2, DocumentsFailed: () => 1, DocumentsTimed: () => 1 },
  },
  {
    name: 'uploads wait behind a reprocessing of everything',
    ...{ objective: 'freshness', within: 60 },
    emits: { DocumentsLate: () => 2 },
  },
  {
    name: 'pages are removed while their chunks are still found',
    ...{ objective: 'citation-coverage', within: 60 },
    emits: { ClaimsUncited: () => 12 },
  },
  {
    name: 'documents go in and questions are refused by a mistaken role: few ask at night, and nobody tells',
    ...{ objective: 'canary-run', within: 45 },
    emits: { CanaryFailures: canary(1), CanaryFacts: SILENT, CanaryMisses: SILENT },
  },
  {
    name: 'the canary’s schedule was disabled in a quiet hour',
    ...{ objective: 'canary-run', within: 50 },
    emits: {
      CanaryRuns: SILENT,
      CanaryFailures: SILENT,
      CanaryLeaks: SILENT,
      CanaryFacts: SILENT,
      CanaryMisses: SILENT,
    },
  },
  {
    name: 'a detector was left out of a bundle: account numbers reach the index',
    ...{ objective: 'leak-canary', within: 16 },
    emits: { CanaryLeaks: canary(1), CanaryFailures: canary(1) },
  },
  {
    name: 'a hook is handed the original in place of the redacted text',
    ...{ objective: 'leak-canary', within: 16 },
    emits: { CanaryLeaks: canary(1), CanaryFailures: canary(1) },
  },
  {
    name: 'answers are remembered without tenant and groups',
    ...{ objective: 'leak-canary', within: 16 },
    emits: { CanaryLeaks: canary(1), CanaryFailures: canary(1) },
  },
  {
    name: 'filters of access are lost in a new generation of the index',
    ...{ objective: 'leak-canary', within: 16 },
    emits: { CanaryLeaks: canary(2), CanaryFailures: canary(1) },
  },
  {
    name: 'a new model is put in with the weights of the old one: one in four facts is not found',
    ...{ objective: 'canary-recall', within: 60 },
    emits: { CanaryMisses: canary(2) },
  },
  {
    name: 'hits by words come after all others and are cut off: search by words has no effect',
    ...{ objective: 'canary-recall', within: 60 },
    emits: { CanaryMisses: canary(3) },
  },
  {
    name: 'access to the first model is withdrawn: the second answers every question, and nothing fails',
    ...{ objective: 'circuit-open', within: 2 },
    emits: { CircuitsOpened: () => 10 },
  },
  {
    name: 'a part comes and goes: its circuit opens twice a minute',
    ...{ objective: 'circuit-open', within: 3 },
    emits: { CircuitsOpened: () => 2 },
  },
  {
    name: 'a script of a tenant asks in a loop',
    ...{ objective: 'budget-nearly-spent', within: 60 },
    emits: { BudgetUsed: (minute) => 40 + minute },
  },
  {
    name: 'a tenant’s budget is spent: its questions are refused',
    ...{ objective: 'budget-spent', within: 1 },
    emits: { BudgetUsed: () => 100, BudgetRefusals: () => 3 },
  },
  {
    name: 'a tenant’s last dollar is gone at night, when nobody asks to be refused',
    ...{ objective: 'budget-spent', within: 1 },
    emits: { BudgetUsed: (minute) => (minute === 0 ? 103 : undefined), BudgetRefusals: () => 0 },
  },
  {
    name: 'questions are refused for want of money, and nobody tells the level of the account',
    ...{ objective: 'budget-spent', within: 1 },
    emits: { BudgetUsed: SILENT, BudgetRefusals: (minute) => (minute % 2 === 0 ? 3 : 0) },
  },
  {
    name: 'one event cannot be handled, and is put aside after five tries',
    ...{ objective: 'dead-letters', within: 1 },
    emits: { [QUEUED_LETTERS]: () => 1 },
  },
];
