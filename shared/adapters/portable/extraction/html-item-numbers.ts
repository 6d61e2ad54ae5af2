import type { HtmlNode } from './html-node.ts';
import { numberSign } from './number-sign.ts';

/** Counts the items of numbered lists while a page is read. */
export interface ItemNumbers {
  enter(name: string, node: HtmlNode): void;
  leave(name: string): void;
  /** The text, behind the number of an item where it is the first of one. */
  numbered(text: string): string;
}

/** Formats by what `type` of a list says; without it numbers. */
const FORMATS: Readonly<Record<string, string>> = {
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
};

interface OpenList {
  readonly isNumbered: boolean;
  readonly format: string;
  readonly step: 1 | -1;
  next: number;
}

/**
 * Numbers as browsers show them: they are no text of the page, and what says "see 2." points at nothing without them.
 * Numbers that style sheets alone make or take away are not looked at.
 */
export function itemNumbers(): ItemNumbers {
  const lists: OpenList[] = [];
  let waiting = '';
  return {
    enter: (name, node) => {
      if (name === 'ol' || name === 'ul') lists.push(openList(name === 'ol', node));
      if (name === 'li') waiting = signOf(lists.at(-1), node);
    },
    leave: (name) => {
      if (name === 'ol' || name === 'ul') lists.pop();
      if (name === 'li') waiting = '';
    },
    numbered: (text) => {
      if (waiting === '' || text.trim() === '') return text;
      const sign = waiting;
      waiting = '';
      return `${sign}. ${text.trimStart()}`;
    },
  };
}

function openList(isNumbered: boolean, node: HtmlNode): OpenList {
  const isReversed = typeof node.getAttribute?.('reversed') === 'string';
  const next = wholeNumber(node.getAttribute?.('start')) ?? (isReversed ? items(node) : 1);
  const format = FORMATS[node.getAttribute?.('type') ?? ''] ?? 'decimal';
  return { isNumbered, format, step: isReversed ? -1 : 1, next };
}

function items(list: HtmlNode): number {
  let count = 0;
  for (let child = list.firstChild; child; child = child.nextSibling) count += Number(child.localName === 'li');
  return count;
}

function signOf(list: OpenList | undefined, item: HtmlNode): string {
  if (list === undefined || !list.isNumbered) return '';
  const number = wholeNumber(item.getAttribute?.('value')) ?? list.next;
  list.next = number + list.step;
  return numberSign(number, list.format) ?? String(number);
}

function wholeNumber(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\s*-?\d{1,6}\s*$/.test(text) ? Number(text) : undefined;
}
