/** How long something takes, in milliseconds: half of the times within `median`, 95 of 100 within `p95`. */
export interface LatencyShape {
  readonly median: number;
  readonly p95: number;
}

/** The 95th percentile of the standard normal distribution. */
const NORMAL_P95 = 1.645;

/** Draws one time, log-normal, as latencies of services have long tails. `random` gives numbers from 0 up to 1. */
export function drawLatency({ median, p95 }: LatencyShape, random: () => number): number {
  const spread = Math.log(p95 / median) / NORMAL_P95;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()); // Box and Muller, 1958.
  return median * Math.exp(spread * normal);
}
