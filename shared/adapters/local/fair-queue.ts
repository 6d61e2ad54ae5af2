/** Work that comes in pieces, such as the texts of one call. */
export interface QueuedJob<Piece> {
  readonly isUrgent: boolean;
  /** In order; the queue takes from the front. */
  readonly pieces: Piece[];
}

/** Jobs that wait for their turn. */
export interface FairQueue<Piece, Job extends QueuedJob<Piece>> {
  add(job: Job): void;
  /** Forgets what is left of a job. */
  remove(job: Job): void;
  /** The next piece and its job: urgent jobs first, and among equals one piece of each in turn. */
  next(): { readonly job: Job; readonly piece: Piece } | undefined;
}

/** Parts work among jobs, so that a small one does not wait behind all of a large one. */
export function fairQueue<Piece, Job extends QueuedJob<Piece>>(): FairQueue<Piece, Job> {
  const urgent = new Set<Job>();
  const patient = new Set<Job>();
  const lineOf = (job: Job) => (job.isUrgent ? urgent : patient);

  return {
    add: (job) => {
      lineOf(job).add(job);
    },
    remove: (job) => {
      lineOf(job).delete(job);
    },
    next: () => {
      const line = urgent.size > 0 ? urgent : patient;
      const [job] = line; // Sets keep the order in which jobs came.
      const piece = job?.pieces.shift();
      if (job === undefined || piece === undefined) return undefined;

      line.delete(job);
      if (job.pieces.length > 0) line.add(job); // At the end of the line.
      return { job, piece };
    },
  };
}
