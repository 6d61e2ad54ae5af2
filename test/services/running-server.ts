/** A server that this process started and has to stop. */
export interface RunningServer {
  /** Its address, such as `http://127.0.0.1:40123`, without a slash at the end. */
  readonly endpoint: string;
  /** Ends the process and removes its data; a second call does nothing. */
  stop(): Promise<void>;
}
