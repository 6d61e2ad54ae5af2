import { createRequire } from 'node:module';
import chardet from 'chardet';
import type Iconv from 'iconv-lite';
import { madeOnce } from '../../../domain/made-once.ts';
import { eastAsianEncoding } from './east-asian-encoding.ts';

/** Bytes that are looked at to guess an encoding: enough for letter statistics, little enough to be quick. */
const SAMPLE_BYTES = 65_536;

/** Where HTML and XML must name their encoding. Source: HTML standard, "prescan a byte stream": the first 1,024 bytes. */
const DECLARATION_BYTES = 1_024;

const BYTE_ORDER_MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

export interface DecodedText {
  readonly text: string;
  /** As iconv-lite names it. */
  readonly encoding: string;
}

/** Decodes text of an unknown encoding: by its mark, by its own declaration, else by what its bytes look like. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = markedEncoding(bytes) ?? wideEncoding(bytes) ?? byteEncoding(buffer);
  return { text: decoded(buffer, encoding), encoding };
}

/** Almost every text is in Unicode, which Node decodes by itself; a mark at the start is left out. */
function decoded(buffer: Buffer, encoding: string): string {
  return /^utf-(?:8|16)/.test(encoding) ? new TextDecoder(encoding).decode(buffer) : iconv().decode(buffer, encoding);
}

/** Tables of the other encodings: more than all else that a function loads to tell a file's type, and few files need them. */
const iconv = madeOnce((): typeof Iconv => createRequire(import.meta.url)('iconv-lite'));

function markedEncoding(bytes: Uint8Array): string | undefined {
  return BYTE_ORDER_MARKS.find(([, mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
}

/** UTF-16 and UTF-32 without a mark, told by where their zero bytes stand. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [first, second, third, fourth] = [0, 1, 2, 3].map((place) => zeroShare(bytes, place)) as Shares;
  if (bytes.length % 4 === 0 && Math.min(third, fourth) > 0.9 && first < 0.1) return 'utf-32le';
  if (bytes.length % 4 === 0 && Math.min(first, second) > 0.9 && fourth < 0.1) return 'utf-32be';
  if (isZeroHalf(second + fourth, first + third)) return 'utf-16le';
  return isZeroHalf(first + third, second + fourth) ? 'utf-16be' : undefined;
}

type Shares = [number, number, number, number]; // Mapping a tuple of four yields four; TypeScript forgets how many.

/** Two in a hundred units are spaces, line ends or digits in any script; those have one zero half, and no other unit has. */
function isZeroHalf(zeros: number, others: number): boolean {
  return zeros > 0.04 && others < zeros / 20;
}

/** Share of zeros among the sample's bytes number `place`, `place` + 4 and so on. */
function zeroShare(bytes: Uint8Array, place: number): number {
  const end = Math.min(bytes.length, SAMPLE_BYTES);
  let zeros = 0;
  for (let at = place; at < end; at += 4) if (bytes[at] === 0) zeros += 1;
  return zeros / Math.max(1, end / 4);
}

function byteEncoding(buffer: Buffer): string {
  if (isUtf8(buffer)) return 'utf-8';
  return declaredEncoding(buffer) ?? guessedEncoding(buffer);
}

/** Valid UTF-8, or so nearly that what breaks it is damage and not another encoding. */
function isUtf8(buffer: Buffer): boolean {
  const text = buffer.toString('utf8');
  const replaced = text.split('\ufffd').length - 1;
  if (replaced === 0) return true;
  const sequences = text.match(/[\u0080-\ufffc\u{10000}-\u{10ffff}]/gu)?.length ?? 0;
  return sequences >= replaced * 3;
}

/** What an XML declaration or an HTML `meta` says, if iconv-lite knows it and a byte encoding is meant. */
function declaredEncoding(buffer: Buffer): string | undefined {
  const head = buffer.toString('latin1', 0, DECLARATION_BYTES);
  const [, declared = ''] =
    /<(?:\?xml|meta)\s[^>]{0,200}?(?:encoding|charset)\s*=\s*["']?([\w:.-]{1,40})/i.exec(head) ?? [];
  return /^utf/i.test(declared) || !iconv().encodingExists(declared) ? undefined : declared;
}

/** Below this, out of 100, chardet's guess rests on too few letters. Seen: 60 on 14 bytes of Russian, 42 on Chinese. */
const MIN_CONFIDENCE = 50;

/** The likeliest encoding by letter statistics over a stretch that is not ASCII. */
function guessedEncoding(buffer: Buffer): string {
  const from = Math.max(0, buffer.findIndex((byte) => byte > 0x7f) - SAMPLE_BYTES / 2);
  const sample = buffer.subarray(from, from + SAMPLE_BYTES);
  const guess = chardet
    .analyse(sample)
    .find(({ name }) => !/^(utf|ascii|iso-2022)/i.test(name) && iconv().encodingExists(name));
  if (guess && guess.confidence >= MIN_CONFIDENCE) return asBrowsersRead(guess.name);
  return eastAsianEncoding(sample) ?? asBrowsersRead(guess?.name ?? 'windows-1252');
}

/** Windows writes its own 1252 and calls it ISO 8859-1. Source: Encoding standard, labels of windows-1252. */
function asBrowsersRead(name: string): string {
  return /^iso-8859-1$/i.test(name) ? 'windows-1252' : name;
}
