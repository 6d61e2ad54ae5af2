import type { ExtractedDocument } from '../../../domain/extraction.ts';
import { draftPage } from '../../../domain/extraction-pages.ts';
import { PipelineFailure } from '../../../domain/failures.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { openPdf, type PdfDocument, type PdfPage } from './open-pdf.ts';
import { pdfBlocks } from './pdf-blocks.ts';
import { type LayoutBlock, layoutPage } from './pdf-layout.ts';
import { readingsOf } from './pdf-span.ts';
import { mayHoldTable } from './pdf-table-places.ts';
import { documentTitle } from './sectioned-document.ts';

/** Pages as a reader counts them, each in reading order, with the place of every block. */
export const extractPdf: FormatExtractor = async (bytes) => {
  const pdf = await openPdf(bytes, { hasPictures: false });
  try {
    const layouts = await pageLayouts(pdf);
    if (charactersOf(layouts) < MIN_CHARACTERS_PER_PAGE * pdf.pages) await refuseScan(bytes);
    return pagedDocument(layouts, await pdf.title());
  } finally {
    await pdf.close();
  }
};

function pagedDocument(layouts: readonly (readonly LayoutBlock[])[], title: string): ExtractedDocument {
  const pages = pdfBlocks(layouts);
  return {
    title: documentTitle(pages.flat(), title),
    paged: true,
    pages: pages.map((drafts, index) => draftPage(index + 1, drafts)),
  };
}

/** A page that cannot be read stays empty beside others that can; viewers do the same. */
async function pageLayouts(pdf: PdfDocument): Promise<readonly (readonly LayoutBlock[])[]> {
  const layouts: (readonly LayoutBlock[])[] = [];
  let unread = 0;
  for (let number = 1; number <= pdf.pages; number += 1) {
    const layout = await pdf.page(number, pageLayout).catch(() => undefined);
    if (layout === undefined) unread += 1;
    layouts.push(layout ?? []);
  }
  if (unread > 0 && unread === pdf.pages) {
    throw new PipelineFailure('DocumentUnreadable', 'no page of the PDF can be read', { details: { pages: unread } });
  }
  return layouts;
}

async function pageLayout(page: PdfPage): Promise<readonly LayoutBlock[]> {
  const readings = readingsOf(await page.items(), page.view);
  // A page whose drawing is broken is still read as text.
  const rules = mayHoldTable(readings) ? await page.rules().catch(() => []) : [];
  return layoutPage(readings, rules);
}

/** Characters a page on average below which a PDF of pictures has no text layer: stamps and page numbers have fewer. */
const MIN_CHARACTERS_PER_PAGE = 40;
/** Pages that are searched for pictures: scans have one on every page. */
const SEARCHED_PAGES = 3;

/** @throws PipelineFailure `TextLayerMissing` for a PDF that shows pictures. */
async function refuseScan(bytes: Uint8Array): Promise<void> {
  const pdf = await openPdf(bytes);
  try {
    for (let number = 1; number <= Math.min(pdf.pages, SEARCHED_PAGES); number += 1) {
      if (!(await pdf.page(number, (page) => page.hasPicture()).catch(() => false))) continue;
      throw new PipelineFailure('TextLayerMissing', 'the PDF shows pictures and hardly any text', {
        details: { pages: pdf.pages },
      });
    }
  } finally {
    await pdf.close();
  }
}

function charactersOf(layouts: readonly (readonly LayoutBlock[])[]): number {
  return layouts
    .flat()
    .flatMap((block) =>
      block.kind === 'text' ? block.lines.map(({ text }) => text) : block.rows.map(({ cells }) => cells.join('')),
    )
    .reduce((sum, text) => sum + text.length, 0);
}
