import mammoth from 'mammoth';
import { PipelineFailure } from '../../../domain/failures.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { htmlBlocks } from './html-blocks.ts';
import { officePackage } from './office-package.ts';
import { sectionedDocument } from './sectioned-document.ts';
import { storedZip } from './stored-zip.ts';
import { withDrawnText } from './word-drawings.ts';
import { withPlainNumbers } from './word-numbering.ts';
import {
  letterheadBlocks,
  withoutChoices,
  withoutHiddenRuns,
  withPlainFormulas,
  withSkippedCells,
  xmlText,
} from './word-xml.ts';

/** Word styles that mammoth leaves as paragraphs. */
const STYLES = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => h2:fresh"];

/** Word's own text with headings, lists, tables, charts, notes and page headers; without pictures. */
export const extractDocx: FormatExtractor = async (bytes) => {
  const parts = new Map(await officePackage(bytes, (name) => /\.(?:xml|rels)$/i.test(name)));
  for (const [name, part] of parts) {
    if (isBody(name)) parts.set(name, Buffer.from(plainBody(name, part, parts)));
  }
  if (![...parts.keys()].some(isBody))
    throw new PipelineFailure('DocumentUnreadable', 'the package has no document part');

  // Mammoth inflates without limit, so it gets a package of what was counted and nothing else.
  const { value } = await mammoth.convertToHtml(
    { buffer: storedZip(parts) },
    { styleMap: STYLES, convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
  );
  const html = value.replace(/<a href="#(?:foot|end)note-ref-[^"]{0,100}">↑<\/a>/g, '');
  const { blocks } = htmlBlocks(html, { isOffice: true });
  const { above, below } = letterheadBlocks(parts);
  return sectionedDocument([...above, ...blocks, ...below], xmlText(parts.get('docProps/core.xml'), 'dc:title'));
};

/** The body with all that Word shows of it as plain runs, and nothing that it hides. */
function plainBody(name: string, body: Buffer, parts: ReadonlyMap<string, Buffer>): string {
  const [numbering = '', styles = ''] = ['word/numbering.xml', 'word/styles.xml'].map((part) =>
    parts.get(part)?.toString('utf8'),
  );
  const visible = withSkippedCells(withoutHiddenRuns(withoutChoices(body.toString('utf8'))));
  const plain = withPlainFormulas(withPlainNumbers(visible, numbering, styles));
  return withDrawnText(plain, name, parts);
}

function isBody(name: string): boolean {
  return /^word\/document\d*\.xml$/i.test(name);
}
