/**
 * What models take for the start of somebody's turn, a tool's call or the end of a passage: tokens of chat templates
 * (ChatML, Llama, Mistral), tags that prompts use, turns at the start of a line, roles in JSON, and marks like our own.
 */
const MARKUP: readonly RegExp[] = [
  /<\|[^<>|\n]{0,40}\|>/giu,
  /<{2,}|>{2,}/gu,
  /<\/?(?:system|user|assistant|human|developer|model|tool\w*|function\w*|invoke|parameter|instructions?|prompt|passages?|documents?|context|question|answer|claims?|s|think\w*)\b[^<>\n]{0,200}>/giu,
  /\[\/?(?:INST|SYS|SYSTEM|TOOL_CALLS?|AVAILABLE_TOOLS|TOOL_RESULTS)\]/giu,
  /^[ \t>*_-]*(?:system|assistant|human|user|developer|tool|ai)[*_]*[ \t]*:/gimu,
  /^[ \t]*#{2,}[ \t]*(?:instructions?|system|response|user|assistant|input)\b/gimu,
  /"role"\s*:\s*"(?:system|assistant|user|tool|developer)"/giu,
];

/** Each sign that makes markup work, and the one that stands in for it; `locateQuote` takes both for the same. */
export const INERT_SIGNS: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '|': '¦',
  '[': '⟦',
  ']': '⟧',
  ':': '꞉',
  '#': '＃',
};

/**
 * A text of the same length in which no role and no tool speaks: the signs that make its markup work are replaced by
 * others that look alike, so that a quote of it is still found.
 */
export function withoutModelMarkup(text: string): string {
  return MARKUP.reduce((plain, markup) => plain.replace(markup, inert), text);
}

function inert(markup: string): string {
  return markup.replace(/[<>|[\]:#]/gu, (sign) => String(INERT_SIGNS[sign]));
}
