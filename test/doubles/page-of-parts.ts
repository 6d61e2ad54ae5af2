import type { Block, RedactedPage } from '#shared/domain/extraction.ts';
import { redacted } from '#shared/domain/text.ts';

export type PagePart = Pick<Block, 'kind' | 'level' | 'table' | 'header'> & { readonly text: string };

/** A page of the parts, a blank line between them. */
export function pageOfParts(parts: readonly PagePart[], number = 1): RedactedPage {
  let text = '';
  const blocks: Block[] = [];
  for (const { text: own, ...block } of parts) {
    blocks.push({ ...block, start: text.length, end: text.length + own.length });
    text += `${own}\n\n`;
  }
  return { number, text: redacted(text), blocks };
}
