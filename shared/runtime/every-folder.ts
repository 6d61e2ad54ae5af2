import type { ArtifactStore } from '../ports/artifact-store.ts';

/** All folders right under a prefix, as the store pages them. */
export async function everyFolder(artifacts: ArtifactStore, prefix: string, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const page = await artifacts.folders(prefix, found.at(-1), signal);
    if (page.length === 0) return found;
    found.push(...page);
  }
}
