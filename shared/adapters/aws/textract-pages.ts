import type { Block } from '@aws-sdk/client-textract';
import type { PageSize, RecognizedPage, RecognizedWord } from '../../domain/recognized-page.ts';

/** US letter, in points: of a page whose size nobody told. */
const UNTOLD: PageSize = { width: 612, height: 792 };

/**
 * Textract's blocks as pages of lines. A line names its words by their ids; places are shares of the page's sides.
 *
 * Source: Textract developer guide, "Text detection and document analysis response objects".
 */
export function textractPages(blocks: readonly Block[], sizes: readonly PageSize[]): readonly RecognizedPage[] {
  const byId = new Map(blocks.filter(isOf('WORD')).map((block) => [block.Id, block]));
  const lines = Map.groupBy(blocks.filter(isOf('LINE')), ({ Page = 1 }) => Page);
  const count = blocks.reduce((most, { Page = 1 }) => Math.max(most, Page), sizes.length);
  return Array.from({ length: count }, (_, index): RecognizedPage => {
    const size = sizes[index] ?? UNTOLD;
    const words = (line: Block) => childrenOf(line).flatMap((id) => wordOf(byId.get(id), size));
    return { ...size, lines: (lines.get(index + 1) ?? []).map(words) };
  });
}

function isOf(type: Block['BlockType']): (block: Block) => boolean {
  return ({ BlockType }) => BlockType === type;
}

function childrenOf({ Relationships = [] }: Block): readonly string[] {
  return Relationships.flatMap(({ Type, Ids = [] }) => (Type === 'CHILD' ? Ids : []));
}

function wordOf(block: Block | undefined, { width, height }: PageSize): readonly RecognizedWord[] {
  const { Left, Top, Width, Height } = block?.Geometry?.BoundingBox ?? {};
  if (block?.Text === undefined) return [];
  if (Left === undefined || Top === undefined || Width === undefined || Height === undefined) return [];
  const box = { x: Left * width, y: Top * height, width: Width * width, height: Height * height };
  return [{ text: block.Text, confidence: (block.Confidence ?? 0) / 100, box }];
}
