import type { EntityFinder } from '../../ports/entity-finder.ts';
import { patternFinder } from './pattern-finder.ts';

/** The finder of what has a form, by the sources. A bundle has the detectors beside it: see `pattern-finder.ts`. */
export function patternEntityFinder(): EntityFinder {
  return patternFinder(() => import('./patterns/pattern-detectors.ts'));
}
