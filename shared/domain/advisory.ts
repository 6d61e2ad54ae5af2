/** What the names of figures begin with that a model judged. */
const PREFIX = 'advisory.';

/**
 * Whether a figure is a model's opinion: it is shown and can warn, and no verdict of a gate hangs on it. `figure` may hold
 * anything else for its name, such as `hybrid.recall@10`.
 */
export function isAdvisory(figure: string): boolean {
  return figure.startsWith(PREFIX);
}

/** The name of a figure that a model judges. */
export function advisory(name: string): string {
  return PREFIX + name;
}
