import type { LocalSettings } from '#shared/contracts/local-settings.ts';
import type { PipelineTemplate } from '../state-machine.ts';
import type { BenchDocument } from './bench-documents.ts';

/** What every benchmark is given. */
export interface BenchContext {
  /** Settings with a state folder of its own, empty and removed at the end. */
  settings(): Promise<LocalSettings>;
  /** Synthesized once, because that takes seconds. */
  readonly template: PipelineTemplate;
  readonly documents: readonly BenchDocument[];
  /** How long each load lasts, in minutes, in place of the whole time. */
  readonly minutes?: number | undefined;
  /** Share of the whole size of corpora under load, above 0, at most 1. */
  readonly scale: number;
  /** Chunks of the indexes that are compared by size, in place of the usual sizes. */
  readonly chunks?: readonly number[] | undefined;
  /** Says how far it is, on standard error. */
  note(line: string): void;
}
