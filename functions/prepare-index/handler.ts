import middy from '@middy/core';
import * as z from 'zod/mini';
import {
  type PrepareIndexEvent,
  PrepareIndexEventSchema,
  type PrepareIndexResult,
} from '#shared/contracts/prepare-index.ts';
import { type ManageIndexEvent, ManageIndexEventSchema, type ManageIndexResult } from '#shared/contracts/reindex.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import type { ReindexPorts } from '#shared/runtime/reindex/reindex-ports.ts';
import { manageIndex } from './manage-index.ts';
import { type PrepareIndexPorts, prepareIndex } from './prepare-index.ts';

/** Milliseconds before the end of an invocation at which a reindex leaves the rest to the next: a page takes some seconds. */
const RESERVE = 60_000;

type IndexEvent = PrepareIndexEvent | ManageIndexEvent;
type IndexResult = PrepareIndexResult | ManageIndexResult;

/** Called by CloudFormation, through CDK's provider framework, at every deployment; and by an operator, to reindex. */
export const createHandler = (ports: PrepareIndexPorts & ReindexPorts & { readonly log: ActivityLog }) =>
  middy<IndexEvent, IndexResult>()
    .use(noteActivity<IndexEvent, IndexResult>('prepare-index', ports.log).run)
    .use(hideDefect('prepare-index'))
    .use(parsedInput('prepare-index', z.union([PrepareIndexEventSchema, ManageIndexEventSchema])))
    .handler((event, context, { signal }) => {
      if ('RequestType' in event) return prepareIndex(event, ports, signal);
      return manageIndex(event, ports, () => context.getRemainingTimeInMillis() > RESERVE, signal);
    });
