import * as z from 'zod/mini';
import { failureNamed, failureTraits, PipelineFailure } from '../domain/failures.ts';
import { CitationSchema } from './citation.ts';
import { described } from './described.ts';
import { ifRead } from './if-read.ts';
import { searchFilterSchema } from './search-filter.ts';
import { SearchedSchema } from './searched.ts';
import type { ServiceFunction } from './steps.ts';

/** Longest question, in characters. Longer ones are documents, not questions. */
export const MAX_QUESTION_LENGTH = 2_000;
/** Largest request body in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly function: Extract<ServiceFunction, 'query' | 'documents'>;
  /** Whether a bearer token is asked for. */
  readonly isOpen?: true;
}

/** Every route of the API. The stack builds its methods from this list and the local gateway routes by it. */
export const ROUTES = [
  { method: 'POST', path: '/v1/answers', function: 'query' },
  { method: 'GET', path: '/v1/answers/{id}', function: 'query' },
  { method: 'POST', path: '/v1/answers/{id}/feedback', function: 'query' },
  { method: 'POST', path: '/v1/search', function: 'query' },
  { method: 'GET', path: '/v1/documents', function: 'documents' },
  { method: 'POST', path: '/v1/documents', function: 'documents' },
  { method: 'GET', path: '/v1/documents/{id}', function: 'documents' },
  { method: 'DELETE', path: '/v1/documents/{id}', function: 'documents' },
  { method: 'GET', path: '/v1/health', function: 'query', isOpen: true },
  { method: 'GET', path: '/v1/openapi.json', function: 'query' },
] as const satisfies readonly Route[];

const Question = /* @__PURE__ */ ifRead(() =>
  described(
    z.string().check(z.trim(), z.minLength(1), z.maxLength(MAX_QUESTION_LENGTH)),
    'The question, in plain words.',
  ),
);
const Collections = /* @__PURE__ */ ifRead(() =>
  described(
    z.optional(z.array(z.string().check(z.maxLength(63))).check(z.maxLength(20))),
    'Search only these collections.',
  ),
);

/** Earlier turns that a request may bring, and characters of an answer. Together, in ASCII, they fit a body. */
const MAX_TURNS = 8;
const MAX_ANSWER_LENGTH = 4_000;
const Turns = /* @__PURE__ */ ifRead(() =>
  described(
    z.optional(
      z
        .array(
          z.strictObject({
            question: Question,
            answer: described(
              z.optional(z.string().check(z.maxLength(MAX_ANSWER_LENGTH))),
              'What was answered. Never quoted, never evidence.',
            ),
          }),
        )
        .check(z.maxLength(MAX_TURNS)),
    ),
    'Earlier turns, oldest first: what this question may lean on.',
  ),
);

export const AnswerRequestSchema = /* @__PURE__ */ ifRead(() =>
  z.strictObject({
    question: Question,
    collections: Collections,
    filter: described(z.optional(z.lazy(searchFilterSchema)), 'Search only documents that meet it.'),
    turns: Turns,
  }),
);
export const SearchRequestSchema = /* @__PURE__ */ ifRead(() =>
  z.strictObject({
    query: Question,
    collections: Collections,
    filter: described(z.optional(z.lazy(searchFilterSchema)), 'Search only documents that meet it.'),
    turns: Turns,
    limit: described(z._default(z.int().check(z.minimum(1), z.maximum(50)), 10), 'Passages to return, at most.'),
  }),
);

const Reranked = /* @__PURE__ */ ifRead(() =>
  described(
    z.optional(z.boolean()),
    'Whether passages stand in the order of the reranker that is configured; absent without one.',
  ),
);

export const AnswerResponseSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    answerId: z.string(),
    outcome: z.enum(['answered', 'no-evidence', 'unsafe', 'not-permitted']),
    claims: z.array(z.object({ text: z.string(), citation: CitationSchema })),
    conflicts: described(
      z.optional(
        z.array(
          z.object({
            about: described(z.enum(['number', 'date', 'name', 'negation']), 'What the two differ in.'),
            claims: described(
              z.array(z.int().check(z.nonnegative())).check(z.length(2)),
              'Their places among the claims, from 0.',
            ),
          }),
        ),
      ),
      'Claims whose quotes cannot both be right; absent where none were found.',
    ),
    searched: SearchedSchema,
    sources: z.array(z.object({ documentId: z.string(), name: z.string(), title: z.string(), page: z.int() })),
    answerer: z.string(),
    degraded: described(
      z.boolean(),
      'Whether the first model failed and `answerer`, another model or `extractive`, stood in.',
    ),
    reranked: Reranked,
    notes: described(z.array(z.string()), 'What a reader should know, such as why nothing was found.'),
  }),
);

export const SearchResponseSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    /** Generations of the index that candidates were found in: one, or none where nothing was found. */
    generations: z.array(z.int()),
    reranked: Reranked,
    notes: described(z.array(z.string()), 'What a reader should know, such as that words alone were searched.'),
    passages: z.array(
      z.object({
        chunkId: z.string(),
        documentId: z.string(),
        name: z.string(),
        title: z.string(),
        page: z.int(),
        start: z.int(),
        end: z.int(),
        text: z.string(),
        score: z.number(),
        suspicious: described(z.boolean(), 'Whether it looks like orders to a model.'),
      }),
    ),
  }),
);

/** Query string of the list; values arrive as text. */
export const DocumentQuerySchema = /* @__PURE__ */ ifRead(() =>
  z.strictObject({
    status: z.optional(z.enum(['running', 'published', 'rejected', 'held'])),
    limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50),
    after: described(z.optional(z.string().check(z.maxLength(64))), '`next` of the page before.'),
  }),
);

export const UploadRequestSchema = /* @__PURE__ */ ifRead(() =>
  z.strictObject({
    collection: z.string().check(z.maxLength(63)),
    path: described(z.string().check(z.minLength(1), z.maxLength(900)), 'Name of the file, with folders if you like.'),
    bytes: described(z.int().check(z.positive()), 'Size of the file.'),
    access: described(
      z.optional(z.string().check(z.maxLength(2_000))),
      'Narrows who may read it: principals parted by commas.',
    ),
    metadata: described(
      z.optional(z.record(z.string().check(z.maxLength(32)), z.string().check(z.maxLength(256)))),
      'What it is filtered by: at most 16 names, each with a text, a number or a date.',
    ),
  }),
);
export const UploadResponseSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    documentId: z.string(),
    url: z.string(),
    fields: described(z.record(z.string(), z.string()), 'Form fields that go before the file.'),
    expiresAt: z.string(),
  }),
);

export const DocumentViewSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    documentId: z.string(),
    collection: z.string(),
    name: described(z.string(), 'Redacted.'),
    title: z.string(),
    status: z.enum(['running', 'published', 'rejected', 'held', 'deleted']),
    failure: z.optional(z.object({ name: z.string(), step: z.string(), advice: z.string() })),
    mediaType: z.optional(z.string()),
    language: z.optional(z.string()),
    documentClass: z.optional(z.string()),
    classConfidence: described(
      z.optional(z.number().check(z.minimum(0), z.maximum(1))),
      'How likely the likeliest class is.',
    ),
    pages: z.optional(z.int()),
    chunks: z.optional(z.int()),
    suspicious: described(z.optional(z.int()), 'Of these chunks, how many look like orders to a model.'),
    quarantined: described(z.optional(z.int()), 'Of these chunks, how many the index refused: they are never found.'),
    updatedAt: z.string(),
  }),
);
export const DocumentListSchema = /* @__PURE__ */ ifRead(() =>
  z.object({ documents: z.array(DocumentViewSchema), next: z.optional(z.string()) }),
);

export const StepViewSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    versionId: z.string(),
    attempt: z.int(),
    step: z.string(),
    startedAt: z.string(),
    endedAt: z.string(),
    runs: z.int(),
    outcome: z.string(),
  }),
);
export const DocumentDetailSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(DocumentViewSchema, { steps: z.array(StepViewSchema) }),
);

export const FeedbackRequestSchema = /* @__PURE__ */ ifRead(() =>
  z.strictObject({ verdict: z.enum(['helpful', 'unhelpful']) }),
);
export const HealthSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    status: described(z.enum(['ok', 'degraded']), '`degraded` while a part is not asked because it failed.'),
    caches: z.array(
      z.object({
        name: z.string(),
        hitShare: described(z.number(), 'Of the look-ups of this process.'),
      }),
    ),
    dependencies: z.array(
      z.object({
        name: z.string(),
        circuit: described(
          z.enum(['closed', 'open', 'half-open']),
          'Whether it is asked; `half-open` while one call tries.',
        ),
      }),
    ),
  }),
);

/** RFC 9457. */
export const ProblemSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: described(z.string(), 'What to do.'),
    instance: described(z.optional(z.string()), 'The request, for whoever looks into it.'),
    errors: z.optional(z.array(z.object({ path: z.string(), message: z.string() }))),
  }),
);

export type AnswerResponse = z.output<typeof AnswerResponseSchema>;
export type SearchResponse = z.output<typeof SearchResponseSchema>;
export type DocumentView = z.output<typeof DocumentViewSchema>;
export type Health = z.output<typeof HealthSchema>;
export type Problem = z.output<typeof ProblemSchema>;

/**
 * What `Retry-After` says where the service sheds load, in whole seconds (RFC 9110, section 10.2.3): the least that it can
 * say, and longer than a request may wait by default, so that by then the queue has emptied unless the load stays.
 */
export const OVERLOAD_RETRY_SECONDS = 1;

/** The problem document by which the API reports a failure. It repeats no input. */
export function problemOf(failure: PipelineFailure): Problem {
  const { status, advice } = failureTraits(failure.name);
  return { type: `urn:affidavit:failure:${failure.name}`, title: failure.message, status, detail: advice };
}

/** The failure that a problem document of the API stands for; anything else is a defect. */
export function failureOfProblem(problem: unknown): PipelineFailure {
  const { type, title, errors = [] } = ProblemSchema.parse(problem);
  const where = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new PipelineFailure(
    failureNamed(type.slice(type.lastIndexOf(':') + 1)),
    where ? `${title} (${where})` : title,
  );
}
