/** Time and chance, so that tests can hold both. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export interface Ids {
  /** A fresh id nobody can guess: 26 characters of `a-z2-7`, 130 bits. */
  random(): string;
}
