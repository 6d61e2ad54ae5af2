import type { MiddlewareObj } from '@middy/core';
import { defectDetails } from '../domain/defect.ts';
import { PipelineFailure } from '../domain/failures.ts';

/** Turns any error that is none of ours into `Unexpected`: Lambda logs what a handler throws, message and all. */
export function hideDefect<In, Out>(name: string): MiddlewareObj<In, Out> {
  return {
    onError: (request) => {
      const { error } = request;
      if (error === null || error instanceof PipelineFailure) return;
      const details = defectDetails(error);
      const message = `${name} failed by a defect: ${details.defect} at ${details.place}`;
      request.error = new PipelineFailure('Unexpected', message, { details });
    },
  };
}
