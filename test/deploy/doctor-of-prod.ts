import * as z from 'zod';
import { affidavitInAccount } from './affidavit-in-account.ts';
import type { EmulatedAws } from './emulated-aws.ts';

const FindingsSchema = z.object({
  findings: z.array(z.object({ check: z.string(), ok: z.boolean(), found: z.string() })),
});

/** What `affidavit doctor --environment prod --json` finds in the emulated account. */
export async function doctorOfProd(aws: EmulatedAws) {
  return FindingsSchema.parse(await affidavitInAccount(aws, 'doctor', '--environment', 'prod')).findings;
}
