import { chooseEntities } from '../../domain/entity-choice.ts';
import { foldText } from '../../domain/folded-text.ts';
import type { EntityFinder } from '../../ports/entity-finder.ts';
import { loadedOnce } from './loaded-once.ts';

/**
 * Finds what has a form: cards, accounts, e-mail and IP addresses, phone numbers, identity papers, and names that a
 * title or a label announces. It needs no model and looks at text of any language, but it is no name detector of one. Loads the numbering
 * plans of the world at the first call.
 */
export function patternEntityFinder(): EntityFinder {
  const detectors = loadedOnce(async () => (await import('./patterns/pattern-detectors.ts')).PATTERN_DETECTORS);
  return {
    languages: [],
    find: async (text, signal) => {
      signal?.throwIfAborted();
      const folded = foldText(text);
      const found = (await detectors()).flatMap((detect) => detect(folded));
      return chooseEntities(folded, found);
    },
  };
}
