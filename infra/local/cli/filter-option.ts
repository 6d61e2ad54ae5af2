import { InvalidArgumentError } from 'commander';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { parseFilter } from '#shared/domain/filter-text.ts';
import { FILTER_FIELDS, type SearchFilter } from '#shared/domain/search-filter.ts';

export const FILTER_HELP = `search only documents that meet this, such as 'type=policy and date>=2026-01-01'; fields: ${FILTER_FIELDS.join(', ')}`;

/** Reads a filter as a person writes it. */
export function searchFilter(value: string): SearchFilter {
  try {
    return parseFilter(value);
  } catch (cause) {
    throw cause instanceof PipelineFailure ? new InvalidArgumentError(`${cause.message}.`) : cause;
  }
}
