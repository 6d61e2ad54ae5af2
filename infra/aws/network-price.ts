/**
 * Dollars for one interface endpoint in one zone, an hour; each GB through it is another cent.
 *
 * Source: AWS PrivateLink pricing, US East (N. Virginia), as of 2025. Look it up for your region.
 */
const DOLLARS_AN_HOUR = 0.01;

/** Hours of a month as AWS counts them in its prices. */
const HOURS_A_MONTH = 730;

export interface NetworkPrice {
  /** Services that are reached by interface endpoints. */
  readonly endpoints: number;
  /** Network interfaces of these endpoints: one a zone each. */
  readonly interfaces: number;
  /** Dollars a month, whether or not anything goes through them. */
  readonly monthlyDollars: number;
}

/** What the interface endpoints of a network cost, given the number of subnets of each. Gateways to S3 and DynamoDB are free. */
export function networkPrice(subnetsOfEndpoints: readonly number[]): NetworkPrice {
  const interfaces = subnetsOfEndpoints.reduce((sum, subnets) => sum + subnets, 0);
  return {
    endpoints: subnetsOfEndpoints.length,
    interfaces,
    monthlyDollars: interfaces * DOLLARS_AN_HOUR * HOURS_A_MONTH,
  };
}
