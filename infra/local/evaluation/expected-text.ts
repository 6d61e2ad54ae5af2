import type { TableRow } from '#shared/domain/extraction-metrics.ts';

/** What a file should be read as, of the Markdown that stands for it. */
export interface ExpectedText {
  /** The words, without what is Markdown's own. */
  readonly text: string;
  /** Rows of its tables, headers included. */
  readonly rows: readonly TableRow[];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'" };

/** Reads Markdown as its reader would: no comments, no addresses of links and images, no escapes, no rules of tables. */
export function expectedText(markdown: string): ExpectedText {
  const lines = markdown.replace(/<!--[\s\S]*?-->/g, ' ').split(/\r?\n/);
  const kept = lines.filter((line) => !isRule(line));
  const rows = kept.filter((line) => /^\s*\|.*\|\s*$/.test(line)).map(cellsOf);
  return { text: kept.map(plain).join('\n'), rows };
}

/** The line below a table's header. */
function isRule(line: string): boolean {
  return /^\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*$/.test(line);
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

function plain(line: string): string {
  return line
    .replace(/^(\s*[-*+]\s+)\[[ xX]\](?=\s)/, '$1')
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, ' ')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/&(\w+|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1');
}
