import * as z from 'zod';
import { failureNamed, failureTraits, PipelineFailure } from '../domain/failures.ts';
import { SearchFilterSchema } from './search-filter.ts';
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

const Question = z.string().trim().min(1).max(MAX_QUESTION_LENGTH).describe('The question, in plain words.');
const Collections = z.array(z.string().max(63)).max(20).optional().describe('Search only these collections.');

const Filter = SearchFilterSchema.optional().describe('Search only documents that meet it.');
/** Earlier turns that a request may bring, and characters of an answer. Together, in ASCII, they fit a body. */
const MAX_TURNS = 8;
const MAX_ANSWER_LENGTH = 4_000;
const Turns = z
  .array(
    z.strictObject({
      question: Question,
      answer: z.string().max(MAX_ANSWER_LENGTH).optional().describe('What was answered. Never quoted, never evidence.'),
    }),
  )
  .max(MAX_TURNS)
  .optional()
  .describe('Earlier turns, oldest first: what this question may lean on.');

export const AnswerRequestSchema = z.strictObject({
  question: Question,
  collections: Collections,
  filter: Filter,
  turns: Turns,
});
export const SearchRequestSchema = z.strictObject({
  query: Question,
  collections: Collections,
  filter: Filter,
  turns: Turns,
  limit: z.int().min(1).max(50).default(10).describe('Passages to return, at most.'),
});

const BoxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const CitationSchema = z.object({
  chunkId: z.string(),
  documentId: z.string(),
  name: z.string().describe('Name of the file, redacted.'),
  title: z.string(),
  page: z.int(),
  start: z.int().describe("Offset of the quote in the redacted page's text."),
  end: z.int(),
  quote: z.string().describe('Exactly the text between the offsets.'),
  boxes: z.array(BoxSchema).describe('Where to highlight, in points from the top left of the page.'),
  score: z.number().describe('0 to 1.'),
  suspicious: z.boolean().optional().describe('Whether the passage looks like orders to a model.'),
});

export const AnswerResponseSchema = z.object({
  answerId: z.string(),
  outcome: z.enum(['answered', 'no-evidence', 'unsafe', 'not-permitted']),
  claims: z.array(z.object({ text: z.string(), citation: CitationSchema })),
  conflicts: z
    .array(
      z.object({
        about: z.enum(['number', 'date', 'negation']).describe('What the two differ in.'),
        claims: z.array(z.int().nonnegative()).length(2).describe('Their places among the claims, from 0.'),
      }),
    )
    .optional()
    .describe('Claims whose quotes cannot both be right; absent where none were found.'),
  sources: z.array(z.object({ documentId: z.string(), name: z.string(), title: z.string(), page: z.int() })),
  answerer: z.string(),
  degraded: z
    .boolean()
    .describe('Whether the first model failed and `answerer`, another model or `extractive`, stood in.'),
  reranked: z
    .boolean()
    .optional()
    .describe('Whether passages stand in the order of the reranker that is configured; absent without one.'),
  notes: z.array(z.string()).describe('What a reader should know, such as why nothing was found.'),
});

export const SearchResponseSchema = z.object({
  /** Generations of the index that candidates were found in: one, or none where nothing was found. */
  generations: z.array(z.int()),
  reranked: z
    .boolean()
    .optional()
    .describe('Whether passages stand in the order of the reranker that is configured; absent without one.'),
  notes: z.array(z.string()).describe('What a reader should know, such as that words alone were searched.'),
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
      suspicious: z.boolean().describe('Whether it looks like orders to a model.'),
    }),
  ),
});

/** Query string of the list; values arrive as text. */
export const DocumentQuerySchema = z.strictObject({
  status: z.enum(['running', 'published', 'rejected', 'held']).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z.string().max(64).optional().describe('`next` of the page before.'),
});

export const UploadRequestSchema = z.strictObject({
  collection: z.string().max(63),
  path: z.string().min(1).max(900).describe('Name of the file, with folders if you like.'),
  bytes: z.int().positive().describe('Size of the file.'),
  access: z.string().max(2_000).optional().describe('Narrows who may read it: principals parted by commas.'),
  metadata: z
    .record(z.string().max(32), z.string().max(256))
    .optional()
    .describe('What it is filtered by: at most 16 names, each with a text, a number or a date.'),
});
export const UploadResponseSchema = z.object({
  documentId: z.string(),
  url: z.string(),
  fields: z.record(z.string(), z.string()).describe('Form fields that go before the file.'),
  expiresAt: z.string(),
});

export const DocumentViewSchema = z.object({
  documentId: z.string(),
  collection: z.string(),
  name: z.string().describe('Redacted.'),
  title: z.string(),
  status: z.enum(['running', 'published', 'rejected', 'held', 'deleted']),
  failure: z.object({ name: z.string(), step: z.string(), advice: z.string() }).optional(),
  mediaType: z.string().optional(),
  language: z.string().optional(),
  documentClass: z.string().optional(),
  classConfidence: z.number().min(0).max(1).optional().describe('How likely the likeliest class is.'),
  pages: z.int().optional(),
  chunks: z.int().optional(),
  suspicious: z.int().optional().describe('Of these chunks, how many look like orders to a model.'),
  quarantined: z.int().optional().describe('Of these chunks, how many the index refused: they are never found.'),
  updatedAt: z.string(),
});
export const DocumentListSchema = z.object({ documents: z.array(DocumentViewSchema), next: z.string().optional() });

export const StepViewSchema = z.object({
  versionId: z.string(),
  attempt: z.int(),
  step: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  runs: z.int(),
  outcome: z.string(),
});
export const DocumentDetailSchema = DocumentViewSchema.extend({ steps: z.array(StepViewSchema) });

export const FeedbackRequestSchema = z.strictObject({ verdict: z.enum(['helpful', 'unhelpful']) });
export const HealthSchema = z.object({
  status: z.enum(['ok', 'degraded']).describe('`degraded` while a part is not asked because it failed.'),
  caches: z.array(z.object({ name: z.string(), hitShare: z.number().describe('Of the look-ups of this process.') })),
  dependencies: z.array(
    z.object({
      name: z.string(),
      circuit: z
        .enum(['closed', 'open', 'half-open'])
        .describe('Whether it is asked; `half-open` while one call tries.'),
    }),
  ),
});

/** RFC 9457. */
export const ProblemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What to do.'),
  instance: z.string().optional().describe('The request, for whoever looks into it.'),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

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

/** What an authorizer tells the functions behind it; API Gateway passes strings only. */
export const CallerContextSchema = z.object({
  tenantId: z.string().min(1),
  user: z.string().min(1),
  /** JSON list. */
  groups: z.string(),
});
