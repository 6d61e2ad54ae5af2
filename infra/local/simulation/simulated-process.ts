/** A process that may be killed: what it called stays unanswered, and it calls nothing more. */
export interface SimulatedProcess {
  readonly isAlive: () => boolean;
  readonly kill: () => void;
  /** Resolves when it is killed. */
  readonly died: Promise<void>;
  /** Rejects once nobody looks any more, so that what hangs in a dead process is let go. Never resolves. */
  readonly buried: Promise<never>;
  readonly bury: () => void;
}

export function simulatedProcess(): SimulatedProcess {
  const death = Promise.withResolvers<void>();
  const burial = Promise.withResolvers<never>();
  burial.promise.catch(() => undefined); // It is no defect when nobody waits.
  let isAlive = true;
  const kill = () => {
    isAlive = false;
    death.resolve();
  };
  return {
    isAlive: () => isAlive,
    kill,
    died: death.promise,
    buried: burial.promise,
    bury: () => {
      kill();
      burial.reject(new Error('the process was killed'));
    },
  };
}
