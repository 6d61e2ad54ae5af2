import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tesseract, { type Line, type Word } from 'tesseract.js';
import type { RecognizedWord } from '../../../domain/recognized-page.ts';

export interface Tesseract {
  /** Lines of words in a PNG or JPEG of `scale` pixels a point, boxes in points. */
  linesOf(picture: Uint8Array, scale: number): Promise<readonly (readonly RecognizedWord[])[]>;
}

/** Tesseract with its English model, in a thread of its own. Everything is in packages: nothing is fetched. */
export async function openTesseract(): Promise<Tesseract> {
  const worker = await tesseract.createWorker('eng', tesseract.OEM.LSTM_ONLY, {
    langPath: modelFolder(),
    cacheMethod: 'none',
    errorHandler: () => undefined, // Errors come as rejections too; printed ones might quote the document.
  });
  return {
    linesOf: async (picture, scale) => {
      const { data } = await worker.recognize(Buffer.from(picture), {}, { blocks: true, text: false });
      const paragraphs = (data.blocks ?? []).flatMap((block) => block.paragraphs);
      return paragraphs
        .flatMap(({ lines }) => lines)
        .map(({ words }: Line) => words.map((word) => placed(word, scale)));
    },
  };
}

/** Its integer models of the best quality: 3 MB, and twice as fast as the floating ones. Source: the package's README. */
function modelFolder(): string {
  return path.join(path.dirname(fileURLToPath(import.meta.resolve('@tesseract.js-data/eng'))), '4.0.0_best_int');
}

function placed({ text, confidence, bbox: { x0, y0, x1, y1 } }: Word, scale: number): RecognizedWord {
  const box = { x: x0 / scale, y: y0 / scale, width: (x1 - x0) / scale, height: (y1 - y0) / scale };
  return { text, confidence: confidence / 100, box };
}
