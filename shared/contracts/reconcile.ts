import * as z from 'zod/mini';
import { ifRead } from './if-read.ts';

const CountSchema = /* @__PURE__ */ ifRead(() => z.int().check(z.nonnegative()));

/** What one pass of the reconciler found. */
export const ReconcileCountsSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    /** Objects of the store that were compared. */
    seen: CountSchema,
    /** Objects without a row: announced. */
    missing: CountSchema,
    /** Rows about another version, access or policy than the object's: announced. */
    stale: CountSchema,
    /** Of these two, those about what changed in the last minutes: its event may still be on its way. */
    recent: z._default(CountSchema, 0),
    /** Runs whose time is over: announced, to be tried again. */
    dead: CountSchema,
    /** Runs that were recorded and never started: announced, to be started. */
    unstarted: CountSchema,
    /** Runs that are under way: left alone. */
    running: CountSchema,
    /** Objects whose key is outside the layout: no document can come of them. */
    skipped: CountSchema,
    /** Rows whose object is gone: announced, to be deleted. */
    gone: CountSchema,
    /** Attempts whose chunks were removed, for they were neither live nor being processed. */
    orphanChunks: CountSchema,
    /** Folders of artifacts removed for the same reason. */
    orphanArtifacts: CountSchema,
  }),
);
export type ReconcileCounts = z.output<typeof ReconcileCountsSchema>;

/** What a pass compares, in this order. */
export const RECONCILE_PHASES = ['store', 'ledger', 'chunks', 'artifacts'] as const;
export type ReconcilePhase = (typeof RECONCILE_PHASES)[number];

/** How far a pass has come. */
export const ReconcileCursorSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    phase: z.enum(RECONCILE_PHASES),
    /** The last place that was done, in the phase's own words; never the key of an object in the clear. */
    after: z.optional(z.string()),
    counts: ReconcileCountsSchema,
    /** ISO 8601. */
    startedAt: z.string(),
  }),
);
export type ReconcileCursor = z.output<typeof ReconcileCursorSchema>;
