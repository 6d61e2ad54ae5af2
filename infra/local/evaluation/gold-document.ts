/** A document that labels name, as it is before extraction. */
export interface GoldDocument {
  /** As the labels name it. */
  readonly path: string;
  readonly bytes: Uint8Array;
}
