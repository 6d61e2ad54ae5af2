import { dollarsFor } from '#shared/domain/prices.ts';

/** Hours of a month as AWS counts them in its prices. */
export const HOURS_A_MONTH = 730;

export interface NetworkPrice {
  /** Services that are reached by interface endpoints. */
  readonly endpoints: number;
  /** Network interfaces of these endpoints: one a zone each. */
  readonly interfaces: number;
  /** Dollars a month, whether or not anything goes through them; each GB through one is another cent. */
  readonly monthlyDollars: number;
}

/** What the interface endpoints of a network cost, given the number of subnets of each. Gateways to S3 and DynamoDB are free. */
export function networkPrice(subnetsOfEndpoints: readonly number[]): NetworkPrice {
  const interfaces = subnetsOfEndpoints.reduce((sum, subnets) => sum + subnets, 0);
  return {
    endpoints: subnetsOfEndpoints.length,
    interfaces,
    monthlyDollars: dollarsFor('endpoint.interface', interfaces * HOURS_A_MONTH),
  };
}
