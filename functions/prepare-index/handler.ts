import middy from '@middy/core';
import * as z from 'zod/mini';
import { type PrepareIndexEvent, PrepareIndexEventSchema } from '#shared/contracts/prepare-index.ts';
import { type ManageIndexEvent, ManageIndexEventSchema, type ManageIndexResult } from '#shared/contracts/reindex.ts';
import type { DeploymentAnswer } from '#shared/domain/deployment-answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import type { DeploymentAnswers } from '#shared/ports/deployment-answers.ts';
import { answerDeployment } from '#shared/runtime/answer-deployment.ts';
import { parsedInput } from '#shared/runtime/contract.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import type { ReindexPorts } from '#shared/runtime/reindex/reindex-ports.ts';
import { manageIndex } from './manage-index.ts';
import { type PrepareIndexPorts, prepareIndex } from './prepare-index.ts';

/** Milliseconds before the end of an invocation at which a reindex leaves the rest to the next: a page takes some seconds. */
const RESERVE = 60_000;

/** Milliseconds kept for the answer to a deployment: five tries of three seconds, and the pauses between them. */
const ANSWER_MILLISECONDS = 20_000;

/** One for the life of the stack. */
const PHYSICAL_ID = 'affidavit-index';

type IndexEvent = PrepareIndexEvent | ManageIndexEvent;
/** Nothing of what a deployment asked for, until `answerDeployment` has told how that went. */
type IndexResult = ManageIndexResult | DeploymentAnswer | undefined;

interface HandlerPorts extends PrepareIndexPorts, ReindexPorts {
  readonly log: ActivityLog;
  readonly answers: DeploymentAnswers;
}

/** Called by CloudFormation at every deployment, and by an operator, to reindex. */
export const createHandler = (ports: HandlerPorts) =>
  middy<IndexEvent, IndexResult>({
    timeoutEarlyInMillis: ANSWER_MILLISECONDS,
    timeoutEarlyResponse: () => {
      throw new PipelineFailure('FunctionTimedOut', 'prepare-index ran out of time');
    },
  })
    .use(noteActivity<IndexEvent, IndexResult>('prepare-index', ports.log).run)
    .use(answerDeployment<IndexEvent, IndexResult>({ answers: ports.answers, physicalId: PHYSICAL_ID }))
    .use(hideDefect('prepare-index'))
    .use(parsedInput('prepare-index', z.union([PrepareIndexEventSchema, ManageIndexEventSchema])))
    .handler(async (event, context, { signal }) => {
      if ('action' in event) {
        return manageIndex(event, ports, () => context.getRemainingTimeInMillis() > RESERVE, signal);
      }
      await prepareIndex(event, ports, signal);
      return undefined;
    });
