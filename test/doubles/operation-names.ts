import { readFileSync } from 'node:fs';

/** How docs/operations/names.md leads to the name of a resource. */
export interface OperationName {
  /** As it stands in commands, such as `<ledger>`. */
  readonly placeholder: string;
  readonly stack: string;
  /** Matches the resource's logical id: what the page says, and the eight characters that the CDK puts behind it. */
  readonly logicalId: RegExp;
}

export function operationNames(): readonly OperationName[] {
  const rows = readFileSync('docs/operations/names.md', 'utf8').matchAll(
    /^\| `(<[^`]+>)` \| `([\w-]+)` \| `(\w+)` \|$/gm,
  );
  return [...rows].map(([, placeholder = '', stack = '', begin = '']) => {
    return { placeholder, stack, logicalId: new RegExp(`^${begin}[0-9A-F]{8}$`) };
  });
}
