import type { Block } from '@aws-sdk/client-textract';
import { openTesseract } from '#shared/adapters/local/recognition/open-tesseract.ts';
import { pagePictures } from '#shared/adapters/local/recognition/page-pictures.ts';
import { loadedOnce } from '#shared/adapters/portable/loaded-once.ts';
import type { Box } from '#shared/domain/extraction.ts';
import type { PageSize, RecognizedWord } from '#shared/domain/recognized-page.ts';

const tesseract = loadedOnce(openTesseract);

/** What Tesseract reads in a scan, as Textract tells it: a page, its lines, and the words of each, by shares of the page. */
export async function recognizedBlocks(bytes: Uint8Array): Promise<readonly Block[]> {
  const { linesOf } = await tesseract();
  const isPdf = Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-';
  const blocks: Block[] = [];
  let page = 0;
  for await (const { picture, scale, ...size } of pagePictures(bytes, isPdf ? 'application/pdf' : 'image/png')) {
    page += 1;
    const whole = { x: 0, y: 0, ...size };
    blocks.push({ BlockType: 'PAGE', Id: `page-${page}`, Page: page, Geometry: shareOf(whole, size) });
    for (const [at, words] of (await linesOf(picture, scale)).entries()) {
      blocks.push(...lineBlocks(words, `${page}-${at}`, page, size));
    }
  }
  return blocks;
}

function lineBlocks(words: readonly RecognizedWord[], id: string, Page: number, size: PageSize): readonly Block[] {
  const written = words.map(
    ({ text, confidence, box }, at): Block => ({
      ...{ BlockType: 'WORD', TextType: 'PRINTED', Id: `word-${id}-${at}`, Page },
      ...{ Text: text, Confidence: confidence * 100, Geometry: shareOf(box, size) },
    }),
  );
  const line: Block = {
    ...{ BlockType: 'LINE', Id: `line-${id}`, Page, Text: words.map(({ text }) => text).join(' ') },
    Geometry: shareOf(around(words.map(({ box }) => box)), size),
    Relationships: [{ Type: 'CHILD', Ids: written.map(({ Id = '' }) => Id) }],
  };
  return [line, ...written];
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function shareOf({ x, y, width, height }: Box, page: PageSize): NonNullable<Block['Geometry']> {
  const [Left, Top] = [x / page.width, y / page.height];
  return { BoundingBox: { Left, Top, Width: width / page.width, Height: height / page.height } };
}
