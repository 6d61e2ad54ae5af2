import type { RawText } from './text.ts';

/** Any text that nobody redacted: what was extracted, a question, a file's name. Safe for all, for fewer places take it. */
export function unredacted(text: string): RawText {
  return text as RawText; // A brand exists only for the compiler, so a cast is the one way to give it.
}
