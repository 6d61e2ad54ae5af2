import { decodeText } from './decode-text.ts';

/** Bytes that tell text from binary data. Binary formats hold control characters from their first screen on. */
const SAMPLE_BYTES = 65_536;

/** Share of control characters, replaced ones included, that text may hold: terminal logs have some, binary data more. */
const MAX_CONTROL_SHARE = 0.02;

/** Where binary formats have their signature, with zeros in it; stray zeros in text stand anywhere. */
const MAGIC_CHARACTERS = 16;

/** Whether the bytes decode to something that people wrote. */
export function isText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (isEbcdic(sample)) return false;
  const { text, encoding } = decodeText(sample);
  if (text.slice(0, MAGIC_CHARACTERS).includes('\0')) return false;
  const controls = text.match(/(?![\t\n\v\f\r])\p{Cc}/gu)?.length ?? 0;
  const replaced = encoding === 'utf-8' ? 0 : (text.match(/\ufffd/g)?.length ?? 0);
  return controls + replaced <= text.length * MAX_CONTROL_SHARE;
}

/** Whether nothing of the text would show on paper. */
export function isBlank(text: string): boolean {
  return !/[^\s\p{Cc}\p{Cf}]/u.test(text);
}

/** Mainframe text: its spaces are 0x40, and ASCII's space and line ends do not occur. No reader here knows its layout. */
function isEbcdic(sample: Uint8Array): boolean {
  let spaces = 0;
  for (const byte of sample) {
    if (byte === 0x20 || byte === 0x0a) return false;
    if (byte === 0x40) spaces += 1;
  }
  return spaces > sample.length / 50 && sample.some((byte) => byte > 0x80);
}
