import type { DeploymentAnswer } from '../../domain/deployment-answer.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeploymentAnswers } from '../../ports/deployment-answers.ts';
import { jitteredPause } from './jittered-pause.ts';

export interface CloudFormationAnswersOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly fetch: typeof globalThis.fetch;
  /** Where SDK clients find AWS when it is not in its usual place, as an emulator is not. */
  readonly endpoint?: string | undefined;
  /** How long one try may take. */
  readonly tryMilliseconds?: number;
}

/** Tries of one answer, as many as the CDK's own provider makes. */
const MAX_TRIES = 5;

/** Milliseconds of one try. All of them and the pauses between fit into what the function keeps for it (its handler.ts). */
const TRY_MILLISECONDS = 3_000;

/** Buckets of S3 in any region, also as `s3-us-east-1.amazonaws.com`. Source: S3 user guide, "Bucket endpoints". */
const S3_HOST = /(?:^|\.)s3(?:[.-][a-z0-9.-]+)?\.amazonaws\.com(?:\.cn)?$/;

/** Answers CloudFormation by a PUT to the address that it signed, an object of a bucket of its own. */
export function cloudFormationAnswers({
  clock,
  fetch,
  endpoint,
  tryMilliseconds = TRY_MILLISECONDS,
}: CloudFormationAnswersOptions): DeploymentAnswers {
  const pause = jitteredPause({ clock });

  const put = async (url: URL, answer: DeploymentAnswer) => {
    // Bytes and no text, with which a content type would be sent that was not signed.
    const body = new TextEncoder().encode(JSON.stringify(answer));
    try {
      const signal = AbortSignal.timeout(tryMilliseconds);
      const response = await fetch(url, { method: 'PUT', body, redirect: 'manual', signal });
      await response.body?.cancel();
      return response.status;
    } catch {
      return 0; // Without the error, which may quote the address.
    }
  };

  return {
    send: async (address, answer) => {
      const url = trusted(address, endpoint);
      let [status, tries] = [await put(url, answer), 1];
      for (; mayPass(status) && tries < MAX_TRIES; tries += 1) {
        await pause(tries);
        status = await put(url, answer);
      }
      if (isTaken(status)) return;
      const details = { status, tries };
      throw new PipelineFailure('DependencyUnavailable', 'CloudFormation did not take the answer', { details });
    },
  };
}

function mayPass(status: number): boolean {
  return !isTaken(status) && (status < 400 || status >= 500);
}

function isTaken(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Only S3, by TLS: whoever may call the function cannot have it send anything anywhere else. */
function trusted(address: string, endpoint: string | undefined): URL {
  const url = URL.parse(address);
  const isOfS3 = url?.protocol === 'https:' && S3_HOST.test(url.hostname);
  if (url && (isOfS3 || (endpoint !== undefined && url.origin === URL.parse(endpoint)?.origin))) return url;
  throw new PipelineFailure('InputInvalid', 'CloudFormation waits for no answer at such an address');
}
