import path from 'node:path';
import type { Command } from 'commander';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { EVERYONE } from '#shared/domain/access.ts';
import { shortHash } from '#shared/domain/identity.ts';
import { followedKeys } from '../followed-keys.ts';
import { type Inbox, watchInbox } from '../inbox.ts';
import { LOCAL_COLLECTION, LOCAL_TENANT } from '../local-tenant.ts';
import { requestJson } from '../request-json.ts';
import { type Demonstration, demonstration, dropSamples } from '../samples.ts';
import { type ServingStack, serveStack } from '../serve-stack.ts';
import { answerLines } from './ask.ts';
import { addCommand, type CliContext, reportFailure } from './cli-context.ts';
import { showProgress } from './live-list.ts';

interface StartOptions {
  readonly inbox?: string;
  readonly json?: true;
}

const TOKEN_HOURS = 8;

export function addStartCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'start',
    summary: 'start the whole stack on this machine and take documents in, until Ctrl-C',
    details: '\nWithout --inbox the sample documents are taken in, and two questions are asked of them.',
  })
    .option('--inbox <folder>', 'follow this folder: files that are added, changed, renamed and deleted')
    .action(async (options: StartOptions) => {
      const began = performance.now();
      const stack = await serveStack(context.settings, { onProblem: background(context) });
      const { signal, stopped } = stopOnSignal();
      try {
        const inbox =
          options.inbox === undefined
            ? await sampleInbox(stack, context)
            : await ownInbox(stack, options.inbox, context);
        await Promise.race([inbox.ready, stopped]);
        const counts = await showProgress(stack, context, signal);
        context.note([...counts].map(([status, count]) => `${count} ${status}`).join(', '));
        // Whoever stops it while documents go in does not wait for them: the next start goes on with what is left.
        if (!signal.aborted) {
          const caller = options.inbox === undefined ? await demonstrate(stack, began, context) : OWNER;
          await announce(stack, caller, options, context);
        }
        await stopped;
        await inbox.close();
      } finally {
        await stack.close();
      }
    });
}

const OWNER: Caller = { tenantId: LOCAL_TENANT, user: 'owner', groups: [] };

function stopOnSignal() {
  const controller = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve());
  });
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return { signal: controller.signal, stopped };
}

async function sampleInbox(stack: ServingStack, context: CliContext): Promise<Inbox> {
  const folder = path.join(stack.home, 'documents', 'inbox');
  await dropSamples(folder, stack.ports.ledger);
  context.note(`Serving at ${stack.address}. Following ${folder}, laid out as tenants/<tenant>/<collection>/<path>.`);
  return follow(stack, folder, '', context);
}

async function ownInbox(stack: ServingStack, folder: string, context: CliContext): Promise<Inbox> {
  const rule = await stack.ports.ledger.collection(LOCAL_TENANT, LOCAL_COLLECTION);
  context.note(
    `Serving at ${stack.address}. Following ${folder} as tenant ${LOCAL_TENANT}, collection ${LOCAL_COLLECTION}.`,
  );
  context.note(
    `Access: ${rule?.access.join(', ') ?? EVERYONE}. Change it with: affidavit collections set ${LOCAL_TENANT} ${LOCAL_COLLECTION} --access …`,
  );
  return follow(stack, path.resolve(folder), `tenants/${LOCAL_TENANT}/${LOCAL_COLLECTION}/`, context);
}

function follow(stack: ServingStack, folder: string, keyPrefix: string, context: CliContext): Inbox {
  const name = `${shortHash([folder, keyPrefix], 16)}.jsonl`;
  return watchInbox({
    ...{ folder, keyPrefix, store: stack.ports.store, onProblem: background(context) },
    followed: followedKeys(path.join(stack.home, 'documents', 'followed', name)),
    maxBytes: context.settings.AFFIDAVIT_MAX_DOCUMENT_BYTES,
  });
}

/** Reports what failed beside the main work, which goes on. */
function background(context: CliContext): (problem: unknown) => void {
  return (problem) => reportFailure(problem, { ...context, setExitCode: () => undefined });
}

/** Asks the same question as somebody who may read the evidence and as somebody who may not. */
async function demonstrate(stack: ServingStack, began: number, context: CliContext): Promise<Caller> {
  const shown = await demonstration();
  if (shown === undefined) return OWNER;
  await demonstrateAs(stack, shown, shown.permitted, 'may read the evidence', context);
  context.note(`First cited answer after ${((performance.now() - began) / 1_000).toFixed(1)} s.`);
  await demonstrateAs(stack, shown, shown.forbidden, 'may not', context);
  return shown.permitted;
}

async function demonstrateAs(
  stack: ServingStack,
  { question }: Demonstration,
  caller: Caller,
  standing: string,
  context: CliContext,
): Promise<void> {
  context.note(
    `\n${caller.user} of ${caller.tenantId} (${caller.groups.join(', ') || 'no group'}) ${standing}: ${question}`,
  );
  const answer = await requestJson<AnswerResponse>(stack, caller, 'POST', '/v1/answers', { question });
  for (const line of answerLines(answer)) context.note(line);
}

async function announce(
  stack: ServingStack,
  caller: Caller,
  { json }: StartOptions,
  context: CliContext,
): Promise<void> {
  const token = await stack.issueToken(caller, TOKEN_HOURS * 3_600);
  if (json) {
    context.printJson({
      address: stack.address,
      token,
      tenant: caller.tenantId,
      user: caller.user,
      groups: caller.groups,
    });
    return;
  }
  const groups = caller.groups.map((group) => ` --group ${group}`).join('');
  context.print(`
Address  ${stack.address}
Token    ${token}
         (${caller.user} of ${caller.tenantId}, ${TOKEN_HOURS} hours)

Try next, in another terminal:
  npx affidavit ask --tenant ${caller.tenantId} --user ${caller.user}${groups} "your question"
  npx affidavit documents --tenant ${caller.tenantId}
  curl -s ${stack.address}/v1/documents -H "Authorization: Bearer <token>"
Ctrl-C ends it; what was taken in stays in ${stack.home}.`);
}
