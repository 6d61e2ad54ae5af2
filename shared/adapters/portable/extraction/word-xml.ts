import type { DraftBlock } from '../../../domain/extraction-pages.ts';

/** Text of the first element `name` of a part; undefined without part or element. */
export function xmlText(part: Buffer | undefined, name: string): string | undefined {
  const xml = part?.toString('utf8', 0, 65_536) ?? '';
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  return start < 0 || end < 0 ? undefined : decoded(xml.slice(start + name.length + 2, end));
}

/** A part of the document without runs that Word does not show, which are a place to hide instructions. */
export function withoutHiddenRuns(xml: string): string {
  if (!xml.includes('<w:vanish')) return xml;
  return xml
    .split(/(?=<w:r[ >])/)
    .map((run) => {
      const end = run.indexOf('</w:r>');
      return end >= 0 && isHidden(run.slice(0, end)) ? run.slice(end + '</w:r>'.length) : run;
    })
    .join('');
}

/**
 * A part without the newer of two ways in which it writes a drawing: mammoth reads the older, and what is counted must
 * not count twice.
 */
export function withoutChoices(xml: string): string {
  const kept: string[] = [];
  let depth = 0;
  for (const piece of xml.split(/(?=<mc:Choice[ >])|(?<=<\/mc:Choice>)/)) {
    const opens = piece.startsWith('<mc:Choice');
    if (opens) depth += 1;
    if (depth === 0) kept.push(piece);
    if (piece.endsWith('</mc:Choice>')) depth = Math.max(0, depth - 1);
  }
  return kept.join('');
}

function isHidden(run: string): boolean {
  return /<w:vanish(?:\s+w:val="(?:1|true|on)")?\s*\/>/.test(run);
}

/** Columns that a row may skip, at most: Word has no more. */
const MAX_SKIPPED = 63;

/** Rows that begin late with an empty cell for what they skip: mammoth moves their cells to the left. */
export function withSkippedCells(xml: string): string {
  if (!xml.includes('<w:gridBefore')) return xml;
  return xml.replace(
    /<w:trPr>(?:(?!<\/w:trPr>)[\s\S]){0,2000}?<w:gridBefore w:val="(\d{1,2})"\s*\/>(?:(?!<\/w:trPr>)[\s\S]){0,2000}?<\/w:trPr>/g,
    (properties, columns) => {
      const span = Math.min(Number(columns), MAX_SKIPPED);
      return `${properties}<w:tc><w:tcPr><w:gridSpan w:val="${span}"/></w:tcPr><w:p/></w:tc>`;
    },
  );
}

/** Formulas as plain runs of their signs, in order: mammoth leaves formulas out. */
export function withPlainFormulas(xml: string): string {
  if (!xml.includes('<m:oMath')) return xml;
  return xml
    .replace(/<m:oMathParaPr>[\s\S]{0,2000}?<\/m:oMathParaPr>|<\/?m:oMathPara>/g, '')
    .split('<m:oMath>')
    .map((part, index) => (index === 0 ? part : plainFormula(part)))
    .join('');
}

/** `part` starts within a formula and goes on to the next. */
function plainFormula(part: string): string {
  const end = part.indexOf('</m:oMath>');
  if (end < 0) return part;
  const signs = [...part.slice(0, end).matchAll(/<m:t(?:\s[^<>]*)?>([^<]*)/g)].map(([, text = '']) => text).join(' ');
  return `<w:r><w:t xml:space="preserve"> ${signs} </w:t></w:r>${part.slice(end + '</m:oMath>'.length)}`;
}

interface Letterhead {
  readonly above: readonly DraftBlock[];
  readonly below: readonly DraftBlock[];
}

/** Text of page headers and footers, which stand beside the document part; each different line once. */
export function letterheadBlocks(parts: ReadonlyMap<string, Buffer>): Letterhead {
  const lines = (names: RegExp) => {
    const found = [...parts]
      .filter(([name]) => names.test(name))
      .flatMap(([, part]) => paragraphs(part.toString('utf8')));
    return [...new Set(found)].map((text) => ({ kind: 'paragraph' as const, text }));
  };
  return { above: lines(/^word\/header\d*\.xml$/i), below: lines(/^word\/footer\d*\.xml$/i) };
}

/** Paragraphs of a part. A lone page number is no text of the document. */
function paragraphs(xml: string): readonly string[] {
  return withoutHiddenRuns(xml)
    .split('</w:p>')
    .map((paragraph) =>
      [...paragraph.matchAll(/<w:(?:t(?:\s[^<>]*)?>([^<]*)|tab\/|br\/)/g)]
        .map(([, text]) => (text === undefined ? ' ' : decoded(text)))
        .join(''),
    )
    .filter((text) => /\p{L}/u.test(text) && !/^\s*page\s*(?:of)?\s*$/i.test(text));
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Decodes the references that XML itself defines; entities of a file's own stay as they are written. */
function decoded(text: string): string {
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([\da-f]{1,6}));/gi, (whole, name, decimal, hex) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
