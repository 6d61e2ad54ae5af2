/** What a reader's software would fetch, follow or draw: addresses, HTML, images and links of Markdown. */
const ACTIVE =
  /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|www\.|(?:javascript|data|vbscript|mailto):)[^\s<>"')\]]*|<\/?[a-z!][^>]*>?|!?\[[^\]]*\]\s*[([][^)\]]*[)\]]|^\s*\[[^\]]+\]:\s*\S+/gimu;

/** Whether all that is active in the text stands in the evidence word for word: answers call nowhere of their own. */
export function holdsLinks(text: string, evidence: string): boolean {
  return [...text.matchAll(ACTIVE)].every(({ 0: found }) => evidence.includes(found));
}
