import type { Command } from 'commander';
import { type AnswerDiagnosis, diagnoseAnswer } from '#shared/domain/answer-diagnosis.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import { diagnose } from '#shared/domain/retrieval-diagnosis.ts';
import { locateExpected } from '../expected-passage.ts';
import type { LocalPorts } from '../local-ports.ts';
import { LOCAL_TENANT } from '../local-tenant.ts';
import { withStack } from '../stack.ts';
import { candidateLines, diagnosisLine, filterLines, rerankLine } from './candidate-lines.ts';
import { addCommand, type CliContext } from './cli-context.ts';
import { tenantName } from './option-values.ts';

interface ExplainOptions {
  readonly tenant: string;
  readonly expect?: string;
  readonly json?: true;
}

export function addExplainCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'explain',
    summary: 'show how an answer came about: each stage, scores, checks, tokens, times',
  })
    .argument('<answerId>')
    .option('--tenant <tenant>', 'tenant that the question was asked in', tenantName, LOCAL_TENANT)
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
async function diagnoseReceipt(receipt: Receipt, expected: string, ports: LocalPorts): Promise<AnswerDiagnosis> {
  const { tenantId, user, principals, candidates } = receipt;
  const groups = principals.flatMap((principal) => (principal.startsWith('group:') ? [principal.slice(6)] : []));
  const located = await locateExpected(tenantId, expected, ports);
  const { collections, conditions = [] } = receipt.filters ?? {};
  const searched = { caller: { tenantId, user, groups }, collections, conditions };
  const found = diagnose({ ...located, ...searched, traces: candidates });
  return diagnoseAnswer(found, located.chunkIds, receipt);
}

function receiptLines(receipt: Receipt): string[] {
  const { evidence, claims, candidates, timings, tokens } = receipt;
  const { answerability = evidence.score } = evidence;
  const ended = (fate: (typeof candidates)[number]['fate']) =>
    candidates.filter((candidate) => candidate.fate === fate).length;
  return [
    `${receipt.outcome} at ${receipt.at} for ${receipt.user} (${receipt.principals.join(', ')})`,
    `release ${receipt.pipelineVersion}; index ${receipt.indexFingerprint}${generationOf(receipt)}`,
    ...understandingLines(receipt),
    ...questionLines(receipt),
    `search: ${candidates.length} candidates; ledger: ${ended('not-live')} not live, ${ended('not-permitted')} not permitted, ${ended('filtered')} filtered`,
    ...filterLines(receipt.filters),
    `rerank: ${rerankLine(receipt.rerank)}`,
    `choice: ${ended('source-cap')} held back, ${ended('near-duplicate')} near-duplicates`,
    `cut: ${ended('shown')} shown, ${ended('below-cut')} below`,
    `evidence ${evidence.score.toFixed(2)}, needed ${evidence.threshold.toFixed(2)}; answerability ${answerability.toFixed(2)}`,
    `answerer ${receipt.answerer}${receipt.degraded ? ', degraded' : ''}${receipt.cached ? ', remembered' : ''}; tokens ${tokens.input} in, ${tokens.output} out`,
    ...costLines(receipt),
    `claims ${claims.kept} of ${claims.proposed} kept${claims.dropped.length > 0 ? `, dropped: ${claims.dropped.join(', ')}` : ''}`,
    ...(claims.verdicts ?? []).map(({ chunkId, verdict }) => `  ${verdict}  ${chunkId}`),
    ...supportLines(receipt),
    `milliseconds ${Object.entries(timings)
      .map(([stage, value]) => `${stage} ${value.toFixed(0)}`)
      .join(', ')}`,
    ...candidateLines(candidates),
  ];
}

function supportLines({ support }: Receipt): string[] {
  if (support === undefined) return [];
  const { by, scores, reason } = support;
  return [`second opinion, ${by}: ${scores?.map((score) => score.toFixed(2)).join(', ') ?? reason}`];
}

function costLines({ cost }: Receipt): string[] {
  if (cost === undefined) return [];
  const uses = cost.uses.map(({ model, calls, inputTokens, outputTokens, dollars, basis, isBound }) => {
    const bound = isBound ? '; it failed, and this is the most that it may have taken' : '';
    return `  ${model}: ${calls} calls, ${inputTokens} tokens in, ${outputTokens} out, $${dollars.toFixed(6)} (${basis})${bound}`;
  });
  return [`cost $${cost.dollars.toFixed(6)}`, ...uses];
}

function questionLines({ question }: Receipt): string[] {
  if (question === undefined) return [];
  const { asked, language, byWords } = question;
  return [`question: ${asked}, language ${language}${byWords ? ', beyond the embedder: by words alone' : ''}`];
}

/** Nothing where the question was searched as it stands. */
function understandingLines({ understanding }: Receipt): string[] {
  if (understanding === undefined || understanding.branches.length === 1) return [];
  const { by, degraded, turns, branches } = understanding;
  const told = branches.map(({ kind, terms, passages }) => `${kind} (${terms} terms, ${passages} passages)`);
  return [`understood by ${by}${degraded ? ', degraded' : ''} after ${turns} turns: ${told.join(', ')}`];
}

function generationOf({ indexGenerations = [] }: Receipt): string {
  return indexGenerations.length === 0 ? '' : `, generation ${indexGenerations.join(', ')}`;
}
