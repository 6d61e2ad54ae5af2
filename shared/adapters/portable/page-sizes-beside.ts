import type { DocumentType } from '../../domain/document-type.ts';
import { failureNamed, PipelineFailure } from '../../domain/failures.ts';
import type { PageSize } from '../../domain/recognized-page.ts';
import { loadedOnce } from './loaded-once.ts';

/**
 * Sizes of pages by `page-sizes.ts`, bundled as a module of its own that is loaded at the first scan whose text is there:
 * it holds all of pdf.js, and most calls only look whether a job has ended.
 *
 * @throws PipelineFailure as the module does. It has a copy of that class, so that its failures are made anew by their names.
 */
export function pageSizesBeside(module: URL): (bytes: Uint8Array, type: DocumentType) => Promise<readonly PageSize[]> {
  // The module at that place is the bundle of that file.
  const load = loadedOnce(async () => (await import(module.href)) as typeof import('./extraction/page-sizes.ts'));
  return async (bytes, type) => {
    const { pageSizes } = await load();
    return pageSizes(bytes, type).catch((error: unknown) => {
      const name = failureNamed(error instanceof Error ? error.name : undefined);
      if (!(error instanceof Error) || name === 'Unexpected') throw error;
      throw new PipelineFailure(name, error.message);
    });
  };
}
