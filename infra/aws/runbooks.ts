import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The file that says what to do about an objective, from the root of the repository. */
export function runbookOf(objectiveId: string): string {
  return `docs/operations/runbooks/${objectiveId}.md`;
}

export function runbookExists(file: string): boolean {
  return existsSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)));
}
