interface DoubleByteEncoding {
  /** As iconv-lite and TextDecoder name it. */
  readonly name: string;
  /** First bytes of the characters that everyday text is made of: kana, punctuation, syllables, the common ideographs. */
  readonly common: readonly (readonly [from: number, to: number])[];
}

/** Source: the code charts of JIS X 0208 (level 1), KS X 1001 (hangul), GB 2312 (level 1) and Big5 (level 1). */
const ENCODINGS: readonly DoubleByteEncoding[] = [
  {
    name: 'shift_jis',
    common: [
      [0x81, 0x83],
      [0x88, 0x97],
    ],
  },
  {
    name: 'euc-jp',
    common: [
      [0xa1, 0xa1],
      [0xa4, 0xa5],
      [0xb0, 0xc0],
    ],
  },
  { name: 'euc-kr', common: [[0xb0, 0xc8]] },
  {
    name: 'gb18030',
    common: [
      [0xa1, 0xa3],
      [0xb0, 0xd7],
    ],
  },
  {
    name: 'big5',
    common: [
      [0xa1, 0xa1],
      [0xa4, 0xc6],
    ],
  },
];

/** Share of characters that must be everyday ones; names of people and places bring in the others. */
const MIN_COMMON_SHARE = 0.7;

/** The East Asian encoding in which `bytes` is valid and reads as everyday text; for texts too short for statistics. */
export function eastAsianEncoding(bytes: Uint8Array): string | undefined {
  const [best] = ENCODINGS.filter(({ name }) => isValid(bytes, name))
    .map(({ name, common }) => ({ name, share: commonShare(bytes, common) }))
    .sort((a, b) => b.share - a.share);
  return best && best.share >= MIN_COMMON_SHARE ? best.name : undefined;
}

function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function commonShare(bytes: Uint8Array, common: DoubleByteEncoding['common']): number {
  let characters = 0;
  let everyday = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) continue;
    characters += 1;
    if (common.some(([from, to]) => lead >= from && lead <= to)) everyday += 1;
    at += 1; // The second byte of the pair.
  }
  return characters === 0 ? 0 : everyday / characters;
}
