/** What no reader sees: controls but tab and line feed, soft hyphens, zero widths, bidi controls, tag characters. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\u00ad\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/** Joiners shape letters of some scripts, so they go only where they can do nothing but hide: beside ASCII. */
const IDLE_JOINERS = /(?<=[\u0020-\u007e])[\u200c\u200d]+|[\u200c\u200d]+(?=[\u0020-\u007e])/g;

const LINE_BREAKS = /\r\n?|[\v\f\u0085\u2028\u2029]/g;

/**
 * Text as a reader sees it: composed (Unicode NFC), line feeds only, nothing invisible.
 *
 * Detectors of personal data and search compare characters, so a name with an invisible one inside would pass both.
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(LINE_BREAKS, '\n')
    .replace(INVISIBLE, '')
    .replace(IDLE_JOINERS, '')
    .normalize('NFC');
}

/** One line of words with single spaces between them. */
export function singleLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
