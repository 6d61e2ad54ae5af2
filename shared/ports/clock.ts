/** Time and chance, so that tests can hold both. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Rests for so many milliseconds. An aborted `signal` rejects the call. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export interface Ids {
  /** A fresh id nobody can guess: 26 characters of `a-z2-7`, 130 bits. */
  random(): string;
}

export interface Chance {
  /** A number from 0 up to but not 1, each as likely as any other. Not for secrets. */
  fraction(): number;
}
