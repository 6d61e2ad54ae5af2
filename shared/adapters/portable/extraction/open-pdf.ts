import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  AnnotationMode,
  getDocument,
  OPS,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
// Runs pdf.js' parser in this thread, which is our own worker: the module leaves itself where pdf.js looks for it.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import { PipelineFailure } from '../../../domain/failures.ts';
import { loadedOnce } from '../loaded-once.ts';
import { pageItems } from './pdf-page-items.ts';
import { drawnRules, type Rule } from './pdf-rules.ts';
import type { PdfTextItem } from './pdf-span.ts';
import { readingParser } from './reading-parser.ts';

export interface PdfDocument {
  readonly pages: number;
  /** Reads page `number`, 1-based, and frees what it took. */
  page<Result>(number: number, read: (page: PdfPage) => Promise<Result>): Promise<Result>;
  /** Of the file's metadata; empty without one. */
  title(): Promise<string>;
  close(): Promise<void>;
}

export interface PdfPage {
  /** From the page's own coordinates to points from its top left corner as it is shown. */
  readonly view: { readonly transform: readonly number[]; readonly width: number; readonly height: number };
  /** Its text, and what the fields of a form hold. */
  items(): Promise<readonly PdfTextItem[]>;
  /** Lines that it draws along its axes, as it is shown. Takes about as long as its text. */
  rules(): Promise<readonly Rule[]>;
  hasPicture(): Promise<boolean>;
  /** Draws the page as it is shown, `scale` pixels a point, on a canvas that the caller makes: few need one. */
  draw(canvas: object, scale: number): Promise<void>;
}

/** Pixels of a picture that is decoded while looking for pictures: A3 at 600 dots an inch. Larger ones are left out. */
const MAX_IMAGE_PIXELS = 70_000_000;

/**
 * Opens a PDF; without pictures, as if it had none, when only text and lines are read: decoding them takes long.
 *
 * @throws PipelineFailure `DocumentEncrypted` or `DocumentUnreadable`
 */
export async function openPdf(bytes: Uint8Array, { hasPictures = true } = {}): Promise<PdfDocument> {
  const parser = hasPictures ? undefined : readingParser();
  const task = getDocument({
    data: Uint8Array.from(bytes), // A copy: pdf.js takes the buffer away from its owner, and refuses a Buffer.
    disableFontFace: hasPictures, // Shapes of letters as paths, to draw them.
    useSystemFonts: false,
    enableXfa: false,
    maxImageSize: hasPictures ? MAX_IMAGE_PIXELS : 0,
    verbosity: 0,
    ...(parser && { worker: parser }),
    ...assetUrls(),
  });
  const pdf = await task.promise.catch((error: unknown) => {
    if (error instanceof Error && error.name === 'PasswordException') {
      throw new PipelineFailure('DocumentEncrypted', 'the PDF asks for a password');
    }
    throw new PipelineFailure('DocumentUnreadable', 'the PDF is damaged');
  });
  // A form that cannot be read is no reason to read nothing of its pages.
  const isForm = loadedOnce(() =>
    pdf.getFieldObjects().then(
      (fields) => fields !== null,
      () => false,
    ),
  );
  return {
    pages: pdf.numPages,
    page: async (number, read) => {
      const page = await pdf.getPage(number);
      try {
        return await read(pdfPage(page, isForm));
      } finally {
        page.cleanup();
      }
    },
    title: () => metadataTitle(pdf),
    close: async () => {
      await task.destroy();
      parser?.destroy();
    },
  };
}

function pdfPage(page: PDFPageProxy, isForm: () => Promise<boolean>): PdfPage {
  const view = page.getViewport({ scale: 1 });
  const operators = loadedOnce(() => page.getOperatorList({ annotationMode: AnnotationMode.DISABLE }));
  return {
    view,
    items: () => pageItems(page, operators, isForm),
    rules: async () => drawnRules(await operators(), view.transform),
    hasPicture: async () => {
      const { fnArray } = await page.getOperatorList();
      return fnArray.some((operator: number) => PICTURES.has(operator));
    },
    draw: async (canvas, scale) => {
      const viewport = page.getViewport({ scale });
      // pdf.js is typed for browsers, whose canvas this one stands in for with all that pdf.js asks of it.
      await page.render({ canvas, viewport } as unknown as Parameters<PDFPageProxy['render']>[0]).promise;
    },
  };
}

const PICTURES = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObjectGroup,
  OPS.paintImageMaskXObjectRepeat,
  OPS.paintInlineImageXObjectGroup,
]);

async function metadataTitle(pdf: PDFDocumentProxy): Promise<string> {
  const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title : '';
  // Word processors name a document after its file when nobody else does, and others number it.
  return !/\p{L}{2}/u.test(title) ||
    /^(?:untitled|microsoft word - .*|.*\.(?:docx?|pdf|indd|tex|rtf))$/i.test(title.trim())
    ? ''
    : title;
}

/** Where pdf.js' character maps and metrics are: beside a bundle, or in the package; without them CJK fonts lack text. */
function assetUrls() {
  const base = [new URL('./pdfjs/', import.meta.url), packageUrl()].find(
    (url) => url && existsSync(fileURLToPath(url)),
  );
  if (!base) return {};
  const folder = (name: string) => fileURLToPath(new URL(`${name}/`, base));
  return { cMapUrl: folder('cmaps'), cMapPacked: true, standardFontDataUrl: folder('standard_fonts') };
}

function packageUrl(): URL | undefined {
  try {
    return new URL('./', import.meta.resolve('pdfjs-dist/package.json'));
  } catch {
    return undefined;
  }
}
