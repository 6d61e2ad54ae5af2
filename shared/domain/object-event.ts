/** That something happened to a key: a hint to look at it, not the truth about it. */
export interface ObjectEvent {
  readonly bucket: string;
  readonly key: string;
  /** S3's order of events on one key. */
  readonly sequencer?: string | undefined;
}

/**
 * Whether the first event on a key surely came before the second.
 *
 * Source: S3 user guide, "Event message structure": compare right-padded with zeros to the same length, as text.
 */
export function isEarlierSequencer(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length);
  return a.padEnd(length, '0') < b.padEnd(length, '0');
}
