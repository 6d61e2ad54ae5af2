/** Markup within a line and what stays of it. Every repetition is bounded, so that no text makes them run long. */
const INLINE: readonly (readonly [markup: RegExp, rest: string])[] = [
  [/!\[([^\]\n]{0,300})\]\([^()\n]{0,1000}\)/g, '$1'],
  // A link's address may be what a reader looks for, unless it only points within the document.
  [/\[([^\]\n]{1,300})\]\((https?:[^()\s]{1,1000}|mailto:[^()\s]{1,300})(?:\s[^()\n]{0,300})?\)/g, '$1 ($2)'],
  [/\[([^\]\n]{1,300})\]\([^()\n]{0,1000}\)/g, '$1'],
  [/(?<![*\\])\*\*\*?(?=[^\s*])([^*\n]{1,1000})(?<=[^\s*])\*\*\*?/g, '$1'],
  [/(?<![\p{L}\p{N}_\\])__(?=[^\s_])([^_\n]{1,1000})__(?![\p{L}\p{N}_])/gu, '$1'],
  [/(?<![*\\\p{L}\p{N}])\*(?=[^\s*])([^*\n]{1,1000})(?<=[^\s*])\*(?![*\p{L}\p{N}])/gu, '$1'],
  [/(?<![\p{L}\p{N}_\\])_(?=[^\s_])([^_\n]{1,1000})_(?![\p{L}\p{N}_])/gu, '$1'],
  [/(?<!`)`([^`\n]{1,1000})`(?!`)/g, '$1'],
  [/<(https?:[^<>\s]{1,1000})>/g, '$1'],
  [/<br\s{0,3}\/?>/gi, ' '],
  [/\\([\\`*_{}[\]()#+.!|<>~-])/g, '$1'],
];

/** The text of a line without the signs of emphasis, links, images and code. */
export function inlineMarkdown(text: string): string {
  return INLINE.reduce((rest, [markup, kept]) => rest.replace(markup, kept), text).replace(
    /<!--[\s\S]{0,5000}?-->/g,
    '',
  );
}
