import type { Block } from '@aws-sdk/client-textract';

/**
 * Blocks as Textract tells them for lines on US-letter pages, at 72 points from the left, the first at 90 from the top
 * and 18 apart: a page, its lines, and the words of each.
 */
export function textractBlocks(...pages: readonly (readonly string[])[]): Block[] {
  return pages.flatMap((lines, index) => {
    const Page = index + 1;
    const written = lines.map((line, at) => lineBlocks(line, `${Page}-${at}`, Page, 90 + at * 18));
    const page: Block = { BlockType: 'PAGE', Id: `page-${Page}`, Page, Geometry: boxOf(0, 0, 612, 792) };
    return [page, ...written.map(([line]) => line), ...written.flatMap(([, words]) => words)];
  });
}

/** Width of a letter in points, word spaces included. */
const LETTER = 6;

function lineBlocks(line: string, id: string, Page: number, top: number): readonly [Block, readonly Block[]] {
  const words = Array.from(line.matchAll(/\S+/g)).map(([word], at, all): Block => {
    const left = 72 + (all[at]?.index ?? 0) * LETTER;
    const Geometry = boxOf(left, top, word.length * LETTER - 1, 12);
    return {
      BlockType: 'WORD',
      Id: `word-${id}-${at}`,
      Page,
      Text: word,
      Confidence: 99.2,
      TextType: 'PRINTED',
      Geometry,
    };
  });
  const Ids = words.map(({ Id = '' }) => Id);
  const Geometry = boxOf(72, top, line.length * LETTER, 12);
  const Relationships: Block['Relationships'] = [{ Type: 'CHILD', Ids }];
  return [{ BlockType: 'LINE', Id: `line-${id}`, Page, Text: line, Confidence: 99, Geometry, Relationships }, words];
}

function boxOf(left: number, top: number, width: number, height: number): NonNullable<Block['Geometry']> {
  return { BoundingBox: { Left: left / 612, Top: top / 792, Width: width / 612, Height: height / 792 } };
}
