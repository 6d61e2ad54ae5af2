/**
 * What becomes of a document: `rejected` until somebody mends it and sends it again, `held` until somebody releases
 * it, `dropped` when a newer version or a deletion has overtaken the work. `none` stands for failures of a request.
 */
export type FailureOutcome = 'rejected' | 'held' | 'dropped' | 'none';

interface FailureTraits {
  /** Whether waiting and trying again can help. */
  readonly retryable: boolean;
  readonly outcome: FailureOutcome;
  /** HTTP status by which the API answers. */
  readonly status: number;
  /** One sentence for the person in front of it: what to do. */
  readonly advice: string;
}

/**
 * Every way the product can fail on purpose.
 *
 * The names travel: Lambda reports `name` as `errorType`, the state machine matches it in `Retry` and `Catch`, the
 * ledger keeps it, and the API maps it to a status. A new name does not compile until each of them has an answer.
 */
const FAILURES = {
  // Documents
  DocumentUnreadable: document(422, 'The file is damaged: open it, save it again and put it back.'),
  DocumentEncrypted: document(422, 'The file asks for a password: save it without one and put it back.'),
  DocumentEmpty: document(422, 'The file holds no text: check that it was saved whole.'),
  DocumentTooLarge: document(413, 'The file is over the size limit: split it, or raise `maxDocumentBytes`.'),
  MediaTypeUnsupported: document(415, 'This type of file is not read: see docs/formats.md for the list.'),
  TextLayerMissing: document(
    422,
    'The file holds pictures, in which no text was or may be recognised: run it through OCR and put it back.',
  ),
  ExtractionTimedOut: document(422, 'Reading the file took too long: save it anew or split it.'),
  TenantUnknown: document(403, 'No collection of this tenant is declared: `affidavit collections set` declares one.'),
  CollectionUndeclared: document(403, 'The collection has no access rule: `affidavit collections set` gives it one.'),
  AccessInvalid: document(400, 'The access list may only narrow the collection: see `affidavit collections`.'),
  MetadataInvalid: document(400, 'The metadata of the file cannot be kept: see docs/search.md for names and values.'),
  KeyInvalid: document(
    400,
    'Object keys read `tenants/<tenant>/<collection>/<path>`, with no `..` or control characters.',
  ),
  LanguageUnsupported: held(
    422,
    'No name detector knows this language: release it with `affidavit documents --release <id> --policy identifiers`.',
  ),
  DetectorUnavailable: held(
    503,
    'The detector of personal data is down: ask again in a moment; a document waits and can be released later.',
    true,
  ),
  Superseded: { retryable: false, outcome: 'dropped', status: 409, advice: 'A newer version has taken over.' },
  ChunksRefused: document(
    422,
    'The index refused too much of its text: report it with the id of the document, and release it once that is mended.',
  ),
  IndexMismatch: document(
    503,
    'The index was built with another embedding model or mapping: `affidavit reindex` builds it anew beside the old one.',
  ),
  BudgetExhausted: document(
    402,
    'The tenant has spent its budget of the month: wait for the next month, or raise it by `affidavit budget set`.',
  ),
  RunCrashed: document(
    500,
    'Work on it has ended the whole process each time: report its id; `affidavit documents <id> --release` tries again.',
  ),
  Unexpected: document(500, 'A defect on our side: report it with the id of the document or of the request.'),
  // Dependencies
  ModelThrottled: transient(503, 'The model is busy: try again in a moment.'),
  DependencyUnavailable: transient(503, 'A part of the service is down: try again in a moment.'),
  FunctionTimedOut: transient(503, 'It took longer than its time: ask again; a document is tried again by itself.'),
  LedgerConflict: transient(409, 'Somebody else changed the same thing first: look at it, and try again.'),
  StateNewer: request(503, 'A newer release wrote the state folder: update Affidavit, or `affidavit reset`.'),
  KeyFileExposed: request(503, 'Others can read a key file: `chmod 600` it, or `affidavit reset` to have new keys.'),
  ReindexIncomplete: request(
    409,
    'The old generation goes on serving: `affidavit reindex` tries again, `affidavit reindex --drop` gives it up.',
  ),
  AccountRefused: request(
    403,
    'Use credentials and a region of the account that may do so: `affidavit doctor --environment <name>` looks at both.',
  ),
  AlreadyRunning: request(409, 'Use it, stop it first, or name another folder by AFFIDAVIT_HOME.'),
  // Requests
  InputInvalid: request(
    400,
    'It is not of the documented shape: see /v1/openapi.json for requests, docs/cli.md for commands.',
  ),
  Unauthenticated: request(401, 'Send a valid token: `Authorization: Bearer <token>`.'),
  Forbidden: request(403, 'The token does not permit this.'),
  NotFound: request(404, 'Nothing is there under this id that you may see.'),
  MethodNotAllowed: request(405, 'The path exists, but not with this method: see /v1/openapi.json.'),
  PayloadTooLarge: request(413, 'The request is over the size limit: shorten it.'),
  Overloaded: request(429, 'More is asked than can be answered: wait as long as `Retry-After` says and try again.'),
} as const satisfies Record<string, FailureTraits>;

export type FailureName = keyof typeof FAILURES;

interface FailureOptions {
  /** What was caught, when this failure translates another error. */
  readonly cause?: unknown;
  /** Values for the log line: identifiers and sizes, never document text. */
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** The only error thrown on purpose; anything else that surfaces is a defect. Its message never holds document text. */
export class PipelineFailure extends Error {
  override readonly name: FailureName;
  readonly details: NonNullable<FailureOptions['details']>;

  constructor(name: FailureName, message: string, { cause, details = {} }: FailureOptions = {}) {
    super(message, { cause });
    this.name = name;
    this.details = details;
  }
}

const NAMES = Object.keys(FAILURES) as FailureName[]; // TypeScript types the keys of any object as string.

export const RETRYABLE_FAILURES = NAMES.filter((name) => FAILURES[name].retryable);

/**
 * Those of the retryable ones that a document itself may cause: one that always takes too long, or a text on which a
 * detector always fails, would block its place through every further try.
 */
export const RECURRING_FAILURES: readonly FailureName[] = ['FunctionTimedOut', 'DetectorUnavailable'];

export function failureTraits(name: FailureName): FailureTraits {
  return FAILURES[name];
}

/** The failure that a name from outside (an `errorType`, a ledger row) stands for; any other name is a defect of ours. */
export function failureNamed(name: string | undefined): FailureName {
  return NAMES.find((known) => known === name) ?? 'Unexpected';
}

/**
 * Errors that Lambda and Step Functions report of themselves and that pass; our code never throws them.
 *
 * Source: Step Functions developer guide, "Handling errors in Step Functions workflows" and its Lambda best practices.
 */
export const TRANSIENT_SERVICE_ERRORS = [
  'Lambda.TooManyRequestsException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.ClientExecutionTimeoutException',
];

/** Errors of theirs that may pass, and that a document may also cause each time. Source: as above. */
export const RECURRING_SERVICE_ERRORS = ['States.Timeout'];

function document(status: number, advice: string): FailureTraits {
  return { retryable: false, outcome: 'rejected', status, advice };
}

function held(status: number, advice: string, retryable = false): FailureTraits {
  return { retryable, outcome: 'held', status, advice };
}

function transient(status: number, advice: string): FailureTraits {
  return { retryable: true, outcome: 'rejected', status, advice };
}

function request(status: number, advice: string): FailureTraits {
  return { retryable: false, outcome: 'none', status, advice };
}
