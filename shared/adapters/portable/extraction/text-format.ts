import type { DocumentType } from '../../../ports/text-extractor.ts';
import { bestDelimiter } from './delimiter.ts';

/** Characters that decide a text's format: formats show themselves early. */
const SAMPLE_CHARACTERS = 65_536;

/** Above this, JSON is told by its ends alone: parsing it twice would cost more than a wrong guess. */
const MAX_PARSED_CHARACTERS = 16_000_000;

const HTML_ROOT = /^(?:<!doctype html|<html|<head|<body)[\s>]/i;
const HTML_TAGS = 'a|article|b|br|center|div|em|font|h[1-6]|i|img|li|ol|p|section|span|strong|table|td|th|tr|ul';
const HTML_FIRST_TAG = new RegExp(`^<(?:${HTML_TAGS})(?:\\s[^<>]{0,2000})?>`, 'i');
const HTML_TAG = new RegExp(`</?(?:${HTML_TAGS})(?:\\s[^<>]{0,500})?/?>`, 'gi');
const XML_LIKE = /^(?:<\?xml|<!doctype|<svg|<[a-z_][\w.-]{0,60}(?::[a-z]|\s[^<>]{0,500}xmlns))/i;

/** Format of a decoded text that is not blank; nothing for markup and page languages that are not read. */
export function textFormat(text: string, name: string): DocumentType | undefined {
  const sample = text.slice(0, SAMPLE_CHARACTERS).trimStart();
  const extension = /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (/^\{\\rtf|^%!PS/.test(sample)) return undefined;
  if (isHtml(sample, extension)) return 'text/html';
  if (XML_LIKE.test(sample)) return undefined;
  if (isEmail(sample)) return 'message/rfc822';
  if (isJson(text, sample)) return 'application/json';
  if (isMarkdown(sample, extension)) return 'text/markdown';
  return isDelimited(sample, extension) ? 'text/csv' : 'text/plain';
}

function isHtml(sample: string, extension: string): boolean {
  const start = sample.replace(/^(?:<\?xml[^>]{0,200}>\s*|<!--[\s\S]{0,2000}?-->\s*)+/, '');
  if (HTML_ROOT.test(start)) return true;
  // Markdown may begin with tags too, so a fragment has to show no sign of Markdown.
  const tags = sample.match(HTML_TAG)?.length ?? 0;
  return HTML_FIRST_TAG.test(sample) && tags >= 2 && !isMarkdown(sample, extension);
}

const FIELD = /^[!-9;-~]+[ \t]*:|^[ \t]+\S/;
const KNOWN_FIELD =
  /^(?:from|to|cc|subject|date|received|received-spf|message-id|mime-version|return-path|delivered-to|reply-to|content-type|dkim-signature|x-[\w-]{1,60})[ \t]*:/i;
const SENDERS_FIELD = /^(?:from|received|return-path|message-id|mime-version)[ \t]*:/i;

/** Lines before the first blank one, nearly all of them header fields, with one that every message has. Source: RFC 5322. */
function isEmail(sample: string): boolean {
  const lines = sample.replace(/^From \S[^\n]*\n/, '').split(/\r?\n/, 200);
  const end = lines.findIndex((line) => line.trim() === '');
  const header = end < 0 ? lines : lines.slice(0, end);
  const fields = header.filter((line) => FIELD.test(line));
  const known = header.filter((line) => KNOWN_FIELD.test(line));
  return known.length >= 2 && fields.length >= header.length * 0.75 && known.some((line) => SENDERS_FIELD.test(line));
}

function isJson(text: string, sample: string): boolean {
  if (!/^[[{]/.test(sample)) return false;
  if (text.length > MAX_PARSED_CHARACTERS)
    return /^[[{]\s*["[{\]}\d]/.test(sample) && /[\]}]\s*$/.test(text.slice(-100));
  return parses(text) || isJsonLines(sample, text.length);
}

/** One JSON value a line. */
function isJsonLines(sample: string, length: number): boolean {
  const lines = sample.split('\n').filter((line) => line.trim() !== '');
  const whole = sample.length < length - 1 ? lines.slice(0, -1) : lines;
  return whole.length >= 2 && whole.every((line) => /^\s*[[{]/.test(line) && parses(line));
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Each is rare in text that is not Markdown; two kinds of them together are no chance. */
const MARKDOWN_SIGNS = [
  /^#{1,6} \S/m,
  /^(?:```|~~~)/m,
  /\[[^\]\n]{1,200}\]\((?:https?:|\/|#|\.|mailto:)[^)\n]{0,500}\)/,
  /\*\*\S[^*\n]{0,200}\*\*/,
  /^\|(?:\s*:?-{3,}:?\s*\|)+\s*$/m,
  /^[-*] \S.{0,400}\n[-*] \S/m,
];

function isMarkdown(sample: string, extension: string): boolean {
  if (/^(?:md|markdown|mdown|mkd)$/.test(extension)) return true;
  return MARKDOWN_SIGNS.filter((sign) => sign.test(sample)).length >= 2;
}

/** Where the name says so, a delimiter that mostly fits; else one that always does, in text that is no prose. */
function isDelimited(sample: string, extension: string): boolean {
  const fit = bestDelimiter(sample);
  if (/^(?:csv|tsv|tab)$/.test(extension)) return true;
  if (!fit || fit.records < 3 || fit.share < 0.95) return false;
  const isProse = fit.delimiter === ',' && /,(?:\s|$)/m.test(sample.slice(0, 4_000).replaceAll('"', ''));
  return !isProse && (fit.fields > 2 || fit.delimiter !== '|');
}
