import { PipelineFailure } from '../../../domain/failures.ts';
import type { FormatExtractor } from './format-extractor.ts';

/** A picture has no text of its own: it is read by who recognizes text. */
export const refuseImage: FormatExtractor = () => {
  throw new PipelineFailure('TextLayerMissing', 'the file is a picture');
};
