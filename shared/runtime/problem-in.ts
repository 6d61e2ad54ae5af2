import { type FailureName, failureNamed, failureTraits } from '../domain/failures.ts';

/** The failure that an event of a stream tells of (`error`, with a problem document of ours); undefined for any other. */
export function problemIn(frame: string): { readonly failure: FailureName; readonly status: number } | undefined {
  if (!frame.startsWith('event: error\n')) return undefined;
  const [, name] = frame.match(/"type":"urn:affidavit:failure:(\w+)"/) ?? [];
  const failure = failureNamed(name);
  return { failure, status: failureTraits(failure).status };
}
