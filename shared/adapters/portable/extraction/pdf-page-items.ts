import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { withFields } from './pdf-fields.ts';
import { isRightToLeft, withMendedLigatures } from './pdf-ligatures.ts';
import type { PdfTextItem } from './pdf-span.ts';

/** A page's text, ligatures of scripts from right to left mended, with what the fields of a form hold. */
export async function pageItems(
  page: PDFPageProxy,
  operators: () => ReturnType<PDFPageProxy['getOperatorList']>,
  isForm: () => Promise<boolean>,
): Promise<readonly PdfTextItem[]> {
  const { items } = await page.getTextContent({ disableNormalization: true });
  const texts = items.filter((item) => 'str' in item);
  // A page whose drawing is broken is still read as text.
  const drawn = texts.some(isRightToLeft) ? await operators().catch(() => undefined) : undefined;
  const mended = drawn === undefined ? texts : withMendedLigatures(texts, drawn);
  const plain = mended.map((item) => ({ ...item, str: withPlainLetters(item.str) }));
  return (await isForm()) ? withFields(plain, await page.getAnnotations().catch(() => [])) : plain;
}

/** Letters that look joined or set for one place, and spaces of one width: Unicode knows them beside the plain ones. */
const PRESENTED =
  /[\u00a0\u00b5\u037e\u0eb3\u2000-\u200a\u202f\u2126\ufb00-\ufb06\ufb1d-\ufc5d\ufc64-\ufdff\ufe71\ufe77\ufe79\ufe7b\ufe7d\ufe80-\ufefc]+/gu;

function withPlainLetters(text: string): string {
  return text.replace(PRESENTED, (letters) => letters.normalize('NFKC'));
}
