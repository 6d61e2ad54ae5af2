import { type LocalExtraction, localExtraction } from '#infra/local/local-extraction.ts';

/** Seconds: only what hangs takes as long. */
const DEADLINE = 600;

/** Reads files as the product does, however busy the machine is: a text of one line took longer than its ten seconds. */
export function patientExtraction(): LocalExtraction {
  return localExtraction({ deadlineSeconds: () => DEADLINE });
}
