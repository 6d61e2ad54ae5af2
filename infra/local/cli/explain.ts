import type { Command } from 'commander';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { withStack } from '../stack.ts';
import { addCommand, type CliContext } from './cli-context.ts';

export function addExplainCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'explain',
    summary: 'show how an answer came about: candidates, scores, checks',
  })
    .argument('<answerId>')
    .option('--tenant <tenant>', 'tenant that the question was asked in', LOCAL_TENANT)
    .action(async (answerId: string, options: { readonly tenant: string; readonly json?: true }) => {
      const receipt = await withStack({ settings: context.settings }, (stack) =>
        stack.ports.ledger.receipt(options.tenant, answerId),
      );
      if (receipt === undefined) throw new PipelineFailure('NotFound', 'no such answer in this tenant');
      if (options.json) context.printJson(receipt);
      else for (const line of receiptLines(receipt)) context.print(line);
    });
}

function receiptLines(receipt: Receipt): string[] {
  const { evidence, claims, candidates, timings } = receipt;
  return [
    `${receipt.outcome} at ${receipt.at} for ${receipt.user} (${receipt.principals.join(', ')})`,
    `answerer ${receipt.answerer}${receipt.degraded ? ', degraded' : ''}; index ${receipt.indexFingerprint}${generationOf(receipt)}`,
    `evidence ${evidence.score.toFixed(2)}, needed ${evidence.threshold.toFixed(2)}`,
    `claims ${claims.kept} of ${claims.proposed} kept${claims.dropped.length > 0 ? `, dropped: ${claims.dropped.join(', ')}` : ''}`,
    `milliseconds ${Object.entries(timings)
      .map(([stage, value]) => `${stage} ${value.toFixed(0)}`)
      .join(', ')}`,
    'score  lexical  vector  similarity  fate         chunk',
    ...candidates.map(candidateLine),
  ];
}

function generationOf({ indexGenerations = [] }: Receipt): string {
  return indexGenerations.length === 0 ? '' : `, generation ${indexGenerations.join(', ')}`;
}

function candidateLine({
  score,
  lexicalRank,
  vectorRank,
  similarity,
  fate,
  chunkId,
}: Receipt['candidates'][number]): string {
  const rank = (value: number | undefined) => String(value ?? '-').padStart(7);
  const closeness = (similarity?.toFixed(2) ?? '-').padStart(10);
  return `${score.toFixed(3)}  ${rank(lexicalRank)} ${rank(vectorRank)}  ${closeness}  ${fate.padEnd(13)}${chunkId}`;
}
