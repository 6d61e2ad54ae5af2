import type { TableRow } from '#shared/domain/extraction-metrics.ts';
import { plainFormulas } from './plain-formulas.ts';

/** What a file should be read as, of the Markdown that stands for it. */
export interface ExpectedText {
  /** The words, without what is Markdown's own. */
  readonly text: string;
  /** Its tables, headers included, without lines of contents. */
  readonly tables: readonly (readonly TableRow[])[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** Reads Markdown as its reader would: no comments, no addresses of links and images, no escapes, no rules of tables. */
export function expectedText(markdown: string): ExpectedText {
  const lines = plainFormulas(markdown.replace(/<!--[\s\S]*?-->/g, ' ')).split(/\r?\n/);
  const kept = lines.filter((line) => !isRule(line));
  const texts: string[] = [];
  const tables: TableRow[][] = [];
  for (const [at, line] of kept.entries()) {
    const cells = isRow(line) ? cellsOf(line) : undefined;
    texts.push(cells?.join(' | ') ?? plain(line));
    if (cells === undefined) continue;
    if (!isRow(kept[at - 1] ?? '')) tables.push([]);
    tables.at(-1)?.push(cells);
  }
  return { text: texts.join('\n'), tables: tables.filter((rows) => !isContents(rows)) };
}

/** The line below a table's header. */
function isRule(line: string): boolean {
  return /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$/.test(line);
}

function isRow(line: string): boolean {
  return /^\s*\|.*\|\s*$/.test(line);
}

/** Whether dots lead to the page in most of the rows: some writers take a list of headings for a table. */
function isContents(rows: readonly TableRow[]): boolean {
  const lines = rows.filter((cells) => cells.some((cell) => /(?:\.\s*){5}$/.test(cell)));
  return lines.length > rows.length / 2;
}

function cellsOf(line: string): TableRow {
  const inner = line.trim().slice(1, -1);
  return inner.split(/(?<!\\)\|/).map((cell) => plain(withoutMarks(cell)).trim());
}

/**
 * A cell without boxes of tasks, headings, fences and emphasis: Markdown has these at the start of lines alone, so that
 * writers who put several lines into a cell leave them in the middle of its one.
 */
function withoutMarks(cell: string): string {
  return cell
    .replace(/```/g, ' ')
    .replace(/(?<=(?:^|\s)[-*+]\s+)\[[ xX]\](?=\s)/g, '')
    .replace(/^\s*#{2,6}\s+(?=\S)/, '')
    .replace(/(?<![\\*\w])\*(?=\S)([^*]*\S)\*(?![*\w])/g, '$1');
}

/** What stands in brackets, with brackets within it; and an address in parentheses, with such within it. */
const LINK = /\[((?:\\.|[^[\]\\]|\[(?:\\.|[^\]\\])*\])*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+"[^"]*")?\)/g;

function plain(line: string): string {
  return line
    .replace(/^(\s*[-*+]\s+)\[[ xX]\](?=\s)/, '$1')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, ' ')
    .replace(LINK, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/&(\w+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
}
