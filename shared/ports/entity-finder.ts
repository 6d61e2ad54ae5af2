import type { Entity } from '../domain/entity.ts';
import type { RawText } from '../domain/text.ts';

/** Finds names and addresses, which have no pattern and no checksum. */
export interface EntityFinder {
  /** ISO 639-1 codes of the languages it knows. */
  readonly languages: readonly string[];

  /**
   * Entities of one text by their offsets in it, in order, without overlap.
   *
   * @throws PipelineFailure `DetectorUnavailable` when it cannot run: a text that was not looked at must not pass.
   */
  find(text: RawText, signal?: AbortSignal): Promise<Entity[]>;
}
