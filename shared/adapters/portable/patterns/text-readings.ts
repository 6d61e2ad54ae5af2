import { HIDDEN } from '../../../domain/folded-text.ts';

/** A text as it may have been meant, and where its characters stand in the text as it is. */
export interface TextReading {
  readonly text: string;
  /** Whether letters in numbers were taken for digits: only what has a strict form may be found in it. */
  readonly isCorrected: boolean;
  /** Offset in the text as it is. */
  placeOf(offset: number): number;
}

/** Digits as optical recognition and people write them. */
const MISREAD: Readonly<Record<string, string>> = { O: '0', o: '0', l: '1', I: '1', '|': '1', S: '5', Z: '2', B: '8' };

/** Such a letter within a number, or at an end of one where it cannot be the letter of a word. */
const IN_NUMBER = new RegExp(
  [
    '(?<=\\d[ .()-]?[OolI|]{0,2})[OolI|SZB](?=[OolI|]{0,2}[ .()-]?\\d)',
    '(?<=\\d[OolI|]{0,2})(?<![\\dOolI|SZB]{7})[OolISB](?![\\p{L}\\p{N}])',
    '(?<=\\d{5}[OolI|]{0,2})[OolISB](?=[A-Z](?![\\p{L}\\p{N}]))',
    '(?<![\\p{L}\\p{N}])[OolISB](?=[OolI]{0,2}\\d)',
  ].join('|'),
  'gu',
);

/** The text as it is; without what cannot be seen, if it holds such signs; and with misread digits, if it has some. */
export function readingsOf(folded: string): TextReading[] {
  const asIs = { text: folded, isCorrected: false, placeOf: (offset: number) => offset };
  const seen = folded.includes(HIDDEN) ? withoutHidden(folded) : asIs;
  const text = seen.text.replace(IN_NUMBER, (sign) => MISREAD[sign] ?? sign);
  const corrected = text === seen.text ? [] : [{ ...seen, text, isCorrected: true }];
  return [asIs, ...(seen === asIs ? [] : [seen]), ...corrected];
}

function withoutHidden(folded: string): TextReading {
  const places: number[] = [];
  for (let at = 0; at < folded.length; at += 1) if (folded[at] !== HIDDEN) places.push(at);
  return {
    text: folded.replaceAll(HIDDEN, ''),
    isCorrected: false,
    placeOf: (offset) => places[offset] ?? folded.length,
  };
}
