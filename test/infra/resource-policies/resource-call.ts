/** A call on a resource that has a policy, or is encrypted with a key that has one. */
export interface ResourceCall {
  /** The principal of a service, such as `events.amazonaws.com`; the name of the function that calls; or `ACCOUNT`. */
  readonly caller: string;
  readonly action: string;
  /** ARN by names of constructs (logical-arn.ts); of an object its bucket and the first part of its key. */
  readonly resource: string;
  /** What a condition may ask about the request, by the key of IAM. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whoever deploys and operates the account. */
export const ACCOUNT = 'account';

/** A line: caller, action, resource, and what is known of the request. */
export function lineOfCall({ caller, action, resource, context }: ResourceCall): string {
  const known = Object.entries(context).map(([key, value]) => `${key}=${value}`);
  return [caller, action, resource, ...known.sort()].join(' ');
}

/** The call of such a line. */
export function callOfLine(line: string): ResourceCall {
  const [caller = '', action = '', resource = '', ...known] = line.split(' ');
  const context = known.map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { caller, action, resource, context: Object.fromEntries(context) };
}

export function isService(caller: string): boolean {
  return caller.endsWith('.amazonaws.com');
}
