import type { Command } from 'commander';
import type { FailureName } from '#shared/domain/failures.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { redriveTenant, type TenantRedrive } from '../redrive-tenant.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';
import { documentFailure, pastTime, tenantName } from './option-values.ts';
import { type ProgressBar, progressBar } from './progress-bar.ts';

interface RedriveOptions {
  readonly reason: FailureName;
  readonly since?: (now: number) => number;
  readonly tenant: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Documents between two notes of how many were looked at. */
const NOTED_EVERY = 100;

export function addRedriveCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'redrive',
    summary: 'send documents again that failed for a reason which has passed, and events that were put aside',
  })
    .requiredOption('--reason <failure>', 'what they failed for, such as ModelThrottled', documentFailure)
    .option('--since <time>', 'only what failed since: 30m, 2h, 7d, or 2026-03-01T09:00Z', pastTime)
    .option('--tenant <tenant>', 'tenant of the documents', tenantName, LOCAL_TENANT)
    .option('--dry-run', 'count them and send nothing')
    .action(async (options: RedriveOptions) => {
      const isDryRun = options.dryRun === true;
      const outcome = await withStack({ settings: context.settings, runsIngest: !isDryRun }, (stack) => {
        const since = options.since?.(stack.ports.clock.now()) ?? 0;
        const selection = { tenantId: options.tenant, reason: options.reason, since, isDryRun };
        return redriveTenant(stack, selection, progressOf(context));
      });
      if (options.json) context.printJson(outcome);
      else context.print(outcomeLine(outcome));
      if (outcome.rejected + outcome.held > 0) context.setExitCode(EXIT_CODES.incomplete);
    });
}

function progressOf(context: CliContext) {
  let bar: ProgressBar | undefined;
  return {
    onSent: (looked: number) => {
      if (looked % NOTED_EVERY === 0) context.note(`${looked} found`);
    },
    onEnded: (ended: number, sent: number) => {
      if (sent === 0) return;
      bar ??= progressBar(sent, context);
      bar.update(ended);
      if (ended === sent) bar.end();
    },
  };
}

function outcomeLine({ dryRun, matched, sent, skipped, deadEvents, published, rejected, held }: TenantRedrive): string {
  if (dryRun) return `${matched} documents and ${deadEvents} events would be sent again.`;
  const ended = `${published} published, ${rejected} rejected, ${held} held`;
  return `${sent} documents sent again (${ended}), ${skipped} skipped, ${deadEvents} events put back.`;
}
