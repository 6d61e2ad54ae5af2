import type { PdfTextItem } from './pdf-span.ts';

/** Size of what is written into a field whose own is not told, in points; lower fields have smaller letters. */
const USUAL_SIZE = 10;
/** Share of a low field's height that its letters take, and of their size below the baseline. */
const FILL = 0.7;
const DESCENT = 0.22;
/** Width of an average letter, in sizes of the font. */
const LETTER_WIDTH = 0.5;
/** From the edge of a field to its text, in points. */
const PADDING = 2;

const [CHECKED, UNCHECKED] = ['☒', '☐'];

/**
 * A page's text with what the fields of a form hold, where they stand: viewers draw it, and pdf.js leaves it out. Nothing
 * of hidden fields and of passwords.
 *
 * @param annotations of the page, as pdf.js tells them
 */
export function withFields(items: readonly PdfTextItem[], annotations: readonly unknown[]): readonly PdfTextItem[] {
  const fontName = usualFont(items);
  return [...items, ...fieldItems(annotations).map((item) => ({ ...item, fontName }))];
}

/** That of most texts, so that what somebody filled in is set like these and no heading. */
function usualFont(items: readonly PdfTextItem[]): string {
  const counts = new Map<string, number>();
  for (const { fontName } of items) counts.set(fontName, (counts.get(fontName) ?? 0) + 1);
  const [[font] = ['']] = [...counts].sort((a, b) => b[1] - a[1]);
  return font;
}

function fieldItems(annotations: readonly unknown[]): readonly Omit<PdfTextItem, 'fontName'>[] {
  return annotations.flatMap((annotation) => {
    if (!isShownField(annotation)) return [];
    const rectangle = annotation['rect'];
    return isRectangle(rectangle) ? linesIn(rectangle, linesOf(annotation)) : [];
  });
}

type Field = Readonly<Record<string, unknown>>;

function isShownField(annotation: unknown): annotation is Field {
  if (typeof annotation !== 'object' || annotation === null || !('subtype' in annotation)) return false;
  const { subtype, hidden, password }: Field = annotation;
  return subtype === 'Widget' && hidden !== true && password !== true;
}

function isRectangle(value: unknown): value is readonly [number, number, number, number] {
  return Array.isArray(value) && value.length === 4 && value.every((each) => typeof each === 'number');
}

function linesOf({ fieldValue, checkBox, radioButton, exportValue, buttonValue }: Field): readonly string[] {
  if (checkBox === true) return [fieldValue === exportValue ? CHECKED : UNCHECKED];
  if (radioButton === true) return [fieldValue === buttonValue ? CHECKED : UNCHECKED];
  const values: readonly unknown[] = Array.isArray(fieldValue) ? fieldValue : [fieldValue];
  return values.flatMap((value) => (typeof value === 'string' ? value.split(/\r\n?|\n/) : []));
}

function linesIn([left, bottom, right, top]: readonly [number, number, number, number], lines: readonly string[]) {
  const height = (top - bottom) / lines.length;
  const size = Math.min(USUAL_SIZE, height * FILL);
  return lines.map((str, at) => {
    const baseline = top - height * (at + 0.5) - size * (0.5 - DESCENT);
    const width = Math.min(str.length * size * LETTER_WIDTH, right - left - 2 * PADDING);
    return { str, transform: [size, 0, 0, size, left + PADDING, baseline], width, dir: 'ltr' };
  });
}
