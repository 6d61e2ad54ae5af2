import type { TypeDetector } from '../../ports/text-extractor.ts';
import { loadedOnce } from './loaded-once.ts';

/** Tells a file's type from its bytes; a wrong or missing file extension changes nothing. */
export function contentTypeDetector(): TypeDetector {
  const detection = loadedOnce(() => import('./extraction/document-type-of.ts'));
  return { detect: async (bytes, name) => (await detection()).documentTypeOf(bytes, name) };
}
