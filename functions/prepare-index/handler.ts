import middy from '@middy/core';
import {
  type PrepareIndexEvent,
  PrepareIndexEventSchema,
  type PrepareIndexResult,
} from '#shared/contracts/prepare-index.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { type PrepareIndexPorts, prepareIndex } from './prepare-index.ts';

/** Called by CloudFormation, through CDK's provider framework, at every deployment. */
export const createHandler = (ports: PrepareIndexPorts) =>
  middy<PrepareIndexEvent, PrepareIndexResult>()
    .use(parsedInput('prepare-index', PrepareIndexEventSchema))
    .handler((event, _context, { signal }) => prepareIndex(event, ports, signal));
