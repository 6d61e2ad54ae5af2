import type { Entity, EntityKind } from '#shared/domain/entity.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';

/** A test double for an entity finder: it finds the words it was given, and nothing else. */
export function listedEntityFinder(
  words: Readonly<Record<string, EntityKind>>,
  languages: readonly string[] = ['en'],
): EntityFinder {
  return {
    languages,
    find: async (text, signal) => {
      signal?.throwIfAborted();
      const found = Object.entries(words).flatMap(([word, kind]) => occurrences(text, word, kind));
      return found.sort((a, b) => a.start - b.start);
    },
  };
}

function occurrences(text: string, word: string, kind: EntityKind): Entity[] {
  const found: Entity[] = [];
  for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + 1)) {
    found.push({ kind, start, end: start + word.length, confidence: 0.95 });
  }
  return found;
}
