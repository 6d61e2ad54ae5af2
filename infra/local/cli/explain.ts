import type { Command } from 'commander';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import { type Diagnosis, diagnose } from '#shared/domain/retrieval-diagnosis.ts';
import { locateExpected } from '../expected-passage.ts';
import type { LocalPorts } from '../local-ports.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { withStack } from '../stack.ts';
import { candidateLines, diagnosisLine } from './candidate-lines.ts';
import { addCommand, type CliContext } from './cli-context.ts';

interface ExplainOptions {
  readonly tenant: string;
  readonly expect?: string;
  readonly json?: true;
}

export function addExplainCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'explain',
    summary: 'show how an answer came about: candidates, scores, checks',
  })
    .argument('<answerId>')
    .option('--tenant <tenant>', 'tenant that the question was asked in', LOCAL_TENANT)
    .option('--expect <document or quote>', 'say at which stage this was lost, and why')
    .action(async (answerId: string, options: ExplainOptions) => {
      const { receipt, expected } = await withStack({ settings: context.settings }, async ({ ports }) => {
        const found = await ports.ledger.receipt(options.tenant, answerId);
        if (found === undefined) throw new PipelineFailure('NotFound', 'no such answer in this tenant');
        return { receipt: found, expected: options.expect && (await diagnoseReceipt(found, options.expect, ports)) };
      });
      if (options.json) context.printJson({ ...receipt, ...(expected && { expected }) });
      else for (const line of receiptLines(receipt)) context.print(line);
      if (expected && !options.json) context.print(diagnosisLine(expected));
    });
}

/** As things stand now, for the candidates of then: what was published or permitted since shows as it is now. */
async function diagnoseReceipt(receipt: Receipt, expected: string, ports: LocalPorts): Promise<Diagnosis> {
  const { tenantId, user, principals, candidates } = receipt;
  const groups = principals.flatMap((principal) => (principal.startsWith('group:') ? [principal.slice(6)] : []));
  const located = await locateExpected(tenantId, expected, ports);
  return diagnose({ ...located, caller: { tenantId, user, groups }, traces: candidates });
}

function receiptLines(receipt: Receipt): string[] {
  const { evidence, claims, candidates, timings } = receipt;
  return [
    `${receipt.outcome} at ${receipt.at} for ${receipt.user} (${receipt.principals.join(', ')})`,
    `answerer ${receipt.answerer}${receipt.degraded ? ', degraded' : ''}; index ${receipt.indexFingerprint}`,
    `evidence ${evidence.score.toFixed(2)}, needed ${evidence.threshold.toFixed(2)}`,
    `claims ${claims.kept} of ${claims.proposed} kept${claims.dropped.length > 0 ? `, dropped: ${claims.dropped.join(', ')}` : ''}`,
    `milliseconds ${Object.entries(timings)
      .map(([stage, value]) => `${stage} ${value.toFixed(0)}`)
      .join(', ')}`,
    ...candidateLines(candidates),
  ];
}
