import type { ExtractedDocument } from '../../../domain/extraction.ts';
import { type FailureName, failureNamed, PipelineFailure } from '../../../domain/failures.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';

/** What the worker is asked. */
export interface ExtractionRequest {
  readonly bytes: Uint8Array;
  readonly type: DocumentType;
  readonly maxOutputCharacters: number;
}

/** What it answers. Errors lose their class between threads, so failures travel as data. */
export type ExtractionAnswer =
  | { readonly document: ExtractedDocument }
  | { readonly failure: { readonly name: FailureName; readonly message: string; readonly details: Details } };

type Details = PipelineFailure['details'];

export function failureAnswer(error: unknown): ExtractionAnswer {
  if (!(error instanceof PipelineFailure)) throw error;
  const { name, message, details } = error;
  return { failure: { name, message, details } };
}

/** @throws PipelineFailure the one that the worker met. */
export function documentOf(answer: ExtractionAnswer): ExtractedDocument {
  if ('document' in answer) return answer.document;
  const { name, message, details } = answer.failure;
  throw new PipelineFailure(failureNamed(name), message, { details });
}
