import type { z } from 'zod/mini';
import { createDocument } from 'zod-openapi';
import {
  AnswerRequestSchema,
  AnswerResponseSchema,
  DocumentDetailSchema,
  DocumentListSchema,
  DocumentQuerySchema,
  FeedbackRequestSchema,
  HealthSchema,
  ProblemSchema,
  ROUTES,
  SearchRequestSchema,
  SearchResponseSchema,
  UploadRequestSchema,
  UploadResponseSchema,
} from '../contracts/api.ts';
import { receiptSchema } from '../contracts/receipt.ts';

type RouteKey = `${(typeof ROUTES)[number]['method']} ${(typeof ROUTES)[number]['path']}`;

interface Operation {
  readonly summary: string;
  readonly status: number;
  readonly request?: z.ZodMiniType;
  readonly response?: z.ZodMiniType;
  readonly query?: z.ZodMiniObject;
  /** Besides JSON, for callers that accept it. */
  readonly streams?: true;
}

/** What each route takes and gives. A route that is added does not compile until it stands here. */
const OPERATIONS: Readonly<Partial<Record<RouteKey, Operation>>> = {
  'POST /v1/answers': {
    summary: 'Ask a question.',
    status: 200,
    request: AnswerRequestSchema,
    response: AnswerResponseSchema,
    streams: true,
  },
  'GET /v1/answers/{id}': { summary: 'How an answer of yours came about.', status: 200, response: receiptSchema() },
  'POST /v1/answers/{id}/feedback': {
    summary: 'Say whether an answer helped.',
    status: 204,
    request: FeedbackRequestSchema,
  },
  'POST /v1/search': {
    summary: 'Find passages.',
    status: 200,
    request: SearchRequestSchema,
    response: SearchResponseSchema,
  },
  'GET /v1/documents': {
    summary: 'Documents that you may read.',
    status: 200,
    query: DocumentQuerySchema,
    response: DocumentListSchema,
  },
  'POST /v1/documents': {
    summary: 'A form to upload a document with.',
    status: 201,
    request: UploadRequestSchema,
    response: UploadResponseSchema,
  },
  'GET /v1/documents/{id}': {
    summary: 'One document with the history of its steps.',
    status: 200,
    response: DocumentDetailSchema,
  },
  'DELETE /v1/documents/{id}': { summary: 'Delete a document, every version of it.', status: 204 },
  'GET /v1/health': { summary: 'Whether the service answers.', status: 200, response: HealthSchema },
  'GET /v1/openapi.json': { summary: 'This document.', status: 200 },
};

/** The API as OpenAPI 3.1, made from the schemas by which requests are checked. */
export function openApiDocument() {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of ROUTES) {
    const operation = OPERATIONS[`${route.method} ${route.path}`];
    if (operation === undefined) continue;
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describe(operation, route) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Affidavit',
      version: '1',
      description: 'Answers whose every claim is quoted from a passage that you may read.',
    },
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    paths,
  });
}

function describe({ summary, status, request, response, query, streams }: Operation, route: (typeof ROUTES)[number]) {
  const isOpen = 'isOpen' in route;
  const path = route.path.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }]
    : [];
  const content = response && { 'application/json': { schema: response }, ...(streams && { 'text/event-stream': {} }) };
  return {
    summary,
    ...(path.length > 0 && { parameters: path }),
    ...(query && { requestParams: { query } }),
    ...(request && { requestBody: { required: true, content: { 'application/json': { schema: request } } } }),
    ...(isOpen ? {} : { security: [{ bearer: [] }] }),
    responses: {
      [String(status)]: { description: summary, ...(content && { content }) },
      default: {
        description: 'A problem (RFC 9457).',
        content: { 'application/problem+json': { schema: ProblemSchema } },
      },
    },
  };
}
