import middy from '@middy/core';
import * as z from 'zod';
import {
  type PrepareIndexEvent,
  PrepareIndexEventSchema,
  type PrepareIndexResult,
} from '#shared/contracts/prepare-index.ts';
import { type ManageIndexEvent, ManageIndexEventSchema, type ManageIndexResult } from '#shared/contracts/reindex.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import type { ReindexPorts } from '#shared/runtime/reindex/reindex-ports.ts';
import { manageIndex } from './manage-index.ts';
import { type PrepareIndexPorts, prepareIndex } from './prepare-index.ts';

/** Milliseconds before the end of an invocation at which a reindex leaves the rest to the next: a page takes some seconds. */
const RESERVE = 60_000;

/** Called by CloudFormation, through CDK's provider framework, at every deployment; and by an operator, to reindex. */
export const createHandler = (ports: PrepareIndexPorts & ReindexPorts) =>
  middy<PrepareIndexEvent | ManageIndexEvent, PrepareIndexResult | ManageIndexResult>()
    .use(parsedInput('prepare-index', z.union([PrepareIndexEventSchema, ManageIndexEventSchema])))
    .handler((event, context, { signal }) => {
      if ('RequestType' in event) return prepareIndex(event, ports, signal);
      return manageIndex(event, ports, () => context.getRemainingTimeInMillis() > RESERVE, signal);
    });
