import { decodeText } from './decode-text.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { htmlBlocks } from './html-blocks.ts';
import { sectionedDocument } from './sectioned-document.ts';

/** All text that a browser would show, menus included: what is worth reading is not for extraction to judge. */
export const extractHtml: FormatExtractor = (bytes) => {
  const { title, blocks } = htmlBlocks(decodeText(bytes).text);
  return sectionedDocument(blocks, title);
};
