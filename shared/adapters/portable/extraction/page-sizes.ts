import type { PageSize } from '../../../domain/recognized-page.ts';
import type { DocumentType } from '../../../ports/text-extractor.ts';
import { imageSize } from './image-size.ts';
import { openPdf } from './open-pdf.ts';

/**
 * Sizes of the pages of a scan, in their order. Reads no page's contents.
 *
 * @throws PipelineFailure `DocumentUnreadable` or `DocumentEncrypted`.
 */
export async function pageSizes(bytes: Uint8Array, type: DocumentType): Promise<readonly PageSize[]> {
  if (type !== 'application/pdf') {
    const { width, height } = imageSize(bytes);
    return [{ width, height }];
  }
  const pdf = await openPdf(bytes);
  try {
    const sizes: PageSize[] = [];
    for (let number = 1; number <= pdf.pages; number += 1) {
      sizes.push(await pdf.page(number, async ({ view: { width, height } }) => ({ width, height })));
    }
    return sizes;
  } finally {
    await pdf.close();
  }
}
