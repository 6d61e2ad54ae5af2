import { $ZodError, type $ZodIssue } from 'zod/v4/core';
import { OVERLOAD_RETRY_SECONDS, type Problem, problemOf } from '../contracts/api.ts';
import { defectDetails } from '../domain/defect.ts';
import { PipelineFailure } from '../domain/failures.ts';
import { UNKNOWN_FIELD } from '../domain/search-filter.ts';
import { type HttpResponse, httpResponse } from './http.ts';

/** The failure that an error stands for. Any but our own is a defect, whose message may quote what it choked on. */
export function failureOf(error: unknown, signal?: AbortSignal): PipelineFailure {
  if (error instanceof PipelineFailure) return error;
  if (signal?.aborted) return new PipelineFailure('FunctionTimedOut', 'the request ran out of time', { cause: error });
  const details = defectDetails(error);
  return new PipelineFailure('Unexpected', 'the request failed by a defect', { cause: error, details });
}

/** The problem document (RFC 9457) of a failure. It names the fields that are wrong, and repeats no input. */
export function problemFor(failure: PipelineFailure, requestId: string): Problem {
  const problem = { ...problemOf(failure), instance: `urn:affidavit:request:${requestId}` };
  return failure.cause instanceof $ZodError ? { ...problem, errors: failure.cause.issues.map(describe) } : problem;
}

export function problemResponse(failure: PipelineFailure, requestId: string): HttpResponse {
  const problem = problemFor(failure, requestId);
  const response = httpResponse(problem.status, 'application/problem+json', JSON.stringify(problem));
  const retryAfter = retryAfterOf(failure);
  return retryAfter === undefined
    ? response
    : { ...response, headers: { ...response.headers, 'retry-after': retryAfter } };
}

/** Seconds, or a date as HTTP writes it. */
function retryAfterOf({ name, details }: PipelineFailure): string | undefined {
  if (name === 'Overloaded') return String(OVERLOAD_RETRY_SECONDS);
  return name === 'BudgetExhausted' ? new Date(String(details['resetsAt'])).toUTCString() : undefined;
}

function describe({ code, path, message }: $ZodIssue): { path: string; message: string } {
  // zod repeats the names of unknown fields, which are input; so are names of metadata, which stand in the path.
  const own = message === UNKNOWN_FIELD ? message : 'has fields that are not documented';
  const named = path.findIndex((part) => part === 'meta' || part === 'metadata');
  const known = named === -1 ? path : path.slice(0, named + 1);
  return { path: known.join('.'), message: code === 'unrecognized_keys' ? own : message };
}
