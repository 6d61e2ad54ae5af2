import type { ExtractedDocument } from '../../../domain/extraction.ts';
import { draftPage } from '../../../domain/extraction-pages.ts';
import { PipelineFailure } from '../../../domain/failures.ts';
import type { RecognizedPage, RecognizedWord } from '../../../domain/recognized-page.ts';
import { percentile } from '../../../domain/statistics.ts';
import { pdfBlocks } from './pdf-blocks.ts';
import { layoutPage } from './pdf-layout.ts';
import { type PdfTextItem, readingsOf } from './pdf-span.ts';
import { documentTitle } from './sectioned-document.ts';

/**
 * Words of which the recognizer is less sure are left out: they are mostly stains, rules and edges of the paper. Ours to
 * change: `affidavit extract <scan>` shows what is read.
 */
const LEAST_CONFIDENCE = 0.3;

/**
 * Share by which a line may be larger or smaller than the page's usual size and still count as text of it: boxes of words
 * are some pixels wide of the mark. Ours to change, by the headings that `affidavit extract <scan>` shows.
 */
const SIZE_TOLERANCE = 0.2;

/**
 * How far letters reach above the baseline, capitals and small ones, and below it, as shares of the font's size. Source:
 * the metrics of Helvetica and Times, which hardly differ.
 */
const TALL_REACH = 0.72;
const LOW_REACH = 0.5;
const DESCENT = 0.21;

/** Words of letters that do not reach up, and words with one that reaches down. */
const LOW = /^[acegmnopqrsuvwxyz.,_-]+$/;
const DESCENDING = /[gjpqy,;()[\]{}|]/;

/**
 * Recognized words as a document: laid out by the code that lays out a PDF's, in reading order, with tables and headings,
 * each block with its box.
 *
 * @throws PipelineFailure `TextLayerMissing` when no word is left.
 */
export function recognizedDocument(pages: readonly RecognizedPage[]): ExtractedDocument {
  const layouts = pages.map((page) => layoutPage(readingsOf(itemsOf(page), { ...page, transform: UPRIGHT })));
  const drafts = pdfBlocks(layouts);
  if (drafts.every((blocks) => blocks.length === 0)) {
    throw new PipelineFailure('TextLayerMissing', 'no text was recognised', { details: { pages: pages.length } });
  }
  return {
    title: documentTitle(drafts.flat(), ''),
    paged: true,
    pages: drafts.map((blocks, index) => draftPage(index + 1, blocks)),
  };
}

/** Recognized words stand where the page is shown. */
const UPRIGHT = [1, 0, 0, 1, 0, 0];

/** Words as pdf.js would tell them, each on the baseline and in the size of its line. */
function itemsOf({ lines }: RecognizedPage): readonly PdfTextItem[] {
  const kept = lines
    .map((words) => words.filter(({ text, confidence }) => confidence >= LEAST_CONFIDENCE && text.trim() !== ''))
    .filter((words) => words.length > 0);
  const usual = percentile(kept.map(sizeOf), 50);
  return kept.flatMap((words) => {
    const own = sizeOf(words);
    const size = Math.abs(own - usual) <= SIZE_TOLERANCE * usual ? usual : own;
    const baseline = percentile(words.map(baselineOf), 50); // In the middle of a line that lay askew.
    return words.map(({ text, box }) => ({
      str: `${text} `,
      transform: [size, 0, 0, size, box.x, baseline],
      width: box.width,
      fontName: 'scan',
      dir: 'ltr',
    }));
  });
}

/** The font's size, by how high the words are for their letters. */
function sizeOf(words: readonly RecognizedWord[]): number {
  return percentile(words.map(wordSize), 50);
}

function wordSize({ text, box }: RecognizedWord): number {
  const reach = LOW.test(text) ? LOW_REACH : TALL_REACH;
  return box.height / (reach + (DESCENDING.test(text) ? DESCENT : 0));
}

function baselineOf(word: RecognizedWord): number {
  const { text, box } = word;
  return box.y + box.height - (DESCENDING.test(text) ? DESCENT * wordSize(word) : 0);
}
