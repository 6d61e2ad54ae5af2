import { type Client, errors } from '@opensearch-project/opensearch';
import type { z } from 'zod';
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
}

export interface OpenSearchAnswer {
  readonly status: number;
  readonly body: unknown;
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
  { method, path, query, body, lines, timeout }: OpenSearchRequest,
  signal: AbortSignal | undefined,
): Promise<OpenSearchAnswer> {
  const content = lines ? { bulkBody: `${lines.join('\n')}\n` } : body ? { body } : {};
  const pending = transport.request(
    { method, path, querystring: { ...query }, ...content },
    timeout === undefined ? {} : { requestTimeout: timeout },
  );
  const abort = () => {
    pending.abort(); // Not returned: Node would wait on it, and throw its rejection at nobody.
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const { statusCode, body: answered } = await pending;
    return { status: statusCode ?? 0, body: answered };
  } catch (cause) {
    if (cause instanceof errors.ResponseError) return { status: cause.statusCode, body: cause.body };
    throw cause;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/**
 * The body of an answer that is to have worked.
 *
 * The body of one that did not stays behind: OpenSearch quotes field values in its reasons.
 *
 * @throws PipelineFailure `DependencyUnavailable`.
 */
export function expected<T>({ status, body }: OpenSearchAnswer, schema: z.ZodType<T>, message: string): T {
  const parsed = status >= 200 && status < 300 ? schema.safeParse(body) : undefined;
  if (parsed?.success) return parsed.data;
  throw new PipelineFailure('DependencyUnavailable', message, { details: { status } });
}
