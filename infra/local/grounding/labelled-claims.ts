import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { findFiles } from '../find-files.ts';

/** A claim with its source, labelled by people. */
export interface LabelledClaim {
  readonly claim: string;
  readonly source: string;
  readonly isCarried: boolean;
}

export interface LabelledSet {
  readonly name: string;
  readonly claims: readonly LabelledClaim[];
}

/**
 * Reads the `.tsv` files of a folder in BEGIN's layout: columns `knowledge`, `response` and `begin_label`. What is labelled
 * `Generic` says nothing that a source could carry, and is left out.
 *
 * @throws PipelineFailure `InputInvalid` when there is none.
 */
export async function readLabelledSets(folder: string): Promise<readonly LabelledSet[]> {
  const files = (await findFiles([folder])).filter(({ path: name }) => name.endsWith('.tsv'));
  const sets = await Promise.all(
    files.map(async ({ file }) => ({
      name: path.basename(file, '.tsv'),
      claims: claimsOf(await readFile(file, 'utf8')),
    })),
  );
  const filled = sets.filter(({ claims }) => claims.length > 0);
  if (filled.length > 0) return filled;
  throw new PipelineFailure('InputInvalid', 'the folder holds no labelled claims');
}

function claimsOf(content: string): LabelledClaim[] {
  const [head = '', ...lines] = content.split('\n');
  const columns = head.trim().split('\t');
  const at = (cells: readonly string[], column: string) => cells[columns.indexOf(column)]?.trim() ?? '';
  return lines.flatMap((line) => {
    const cells = line.split('\t');
    const label = at(cells, 'begin_label');
    if (label !== 'Fully attributable' && label !== 'Not fully attributable') return [];
    return [
      { claim: at(cells, 'response'), source: at(cells, 'knowledge'), isCarried: label === 'Fully attributable' },
    ];
  });
}
