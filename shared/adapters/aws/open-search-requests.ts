import { type Client, errors } from '@opensearch-project/opensearch';
import type { z } from 'zod/mini';
import { PipelineFailure } from '../../domain/failures.ts';

export type Connect = () => Promise<Pick<Client, 'transport'>>;

export interface OpenSearchRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: object;
  /** Lines of newline-delimited JSON, in place of `body`. */
  readonly lines?: readonly string[];
  /** Milliseconds; the client's own without. */
  readonly timeout?: number;
  /** Further tries of the client itself; as many as it was made with, without. */
  readonly maxRetries?: number;
}

export interface OpenSearchAnswer {
  readonly status: number;
  readonly body: unknown;
  /** The header of this name, as it was sent. */
  readonly retryAfter?: string | undefined;
}

export type OpenSearchRequests = ReturnType<typeof openSearchRequests>;

/** Sends requests and hands back answers of any status. @throws PipelineFailure `DependencyUnavailable` without one. */
export function openSearchRequests(connect: Connect) {
  return async (request: OpenSearchRequest, signal?: AbortSignal): Promise<OpenSearchAnswer> => {
    signal?.throwIfAborted();
    try {
      return await send(await connect(), request, signal);
    } catch (cause) {
      signal?.throwIfAborted();
      const error = cause instanceof Error ? cause.name : 'Unknown';
      throw new PipelineFailure('DependencyUnavailable', 'OpenSearch did not answer', { details: { error } });
    }
  };
}

async function send(
  { transport }: Pick<Client, 'transport'>,
  { method, path, query, body, lines, timeout, maxRetries }: OpenSearchRequest,
  signal: AbortSignal | undefined,
): Promise<OpenSearchAnswer> {
  const content = lines ? { bulkBody: `${lines.join('\n')}\n` } : body ? { body } : {};
  const pending = transport.request(
    { method, path, querystring: { ...query }, ...content },
    { ...(timeout !== undefined && { requestTimeout: timeout }), ...(maxRetries !== undefined && { maxRetries }) },
  );
  const abort = () => {
    pending.abort(); // Not returned: Node would wait on it, and throw its rejection at nobody.
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const { statusCode, body: answered, headers } = await pending;
    return { status: statusCode ?? 0, body: answered, retryAfter: headers?.['retry-after'] };
  } catch (cause) {
    if (cause instanceof errors.ResponseError) return answerOf(cause);
    throw cause;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function answerOf({ statusCode, body, headers }: errors.ResponseError): OpenSearchAnswer {
  return { status: statusCode, body, retryAfter: headers['retry-after'] };
}

/**
 * The body of an answer that is to have worked.
 *
 * The body of one that did not stays behind: OpenSearch quotes field values in its reasons.
 *
 * @throws PipelineFailure `DependencyUnavailable`.
 */
export function expected<T>({ status, body }: OpenSearchAnswer, schema: z.ZodMiniType<T>, message: string): T {
  const parsed = status >= 200 && status < 300 ? schema.safeParse(body) : undefined;
  if (parsed?.success) return parsed.data;
  throw new PipelineFailure('DependencyUnavailable', message, { details: { status } });
}
