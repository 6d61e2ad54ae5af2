import { BEHAVIOUR_RULES } from './behaviour-rules.ts';
import { EDGE_RULES } from './edge-rules.ts';
import { ENCRYPTION_RULES } from './encryption-rules.ts';
import { EXPOSURE_RULES } from './exposure-rules.ts';
import { FUNCTION_RULES } from './function-rules.ts';
import { LOG_RULES } from './log-rules.ts';
import { PERMISSION_RULES } from './permission-rules.ts';
import { RETENTION_RULES } from './retention-rules.ts';
import type { TemplateRule } from './template-rule.ts';

export const TEMPLATE_RULES: readonly TemplateRule[] = [
  ...ENCRYPTION_RULES,
  ...EXPOSURE_RULES,
  ...LOG_RULES,
  ...EDGE_RULES,
  ...FUNCTION_RULES,
  ...PERMISSION_RULES,
  ...RETENTION_RULES,
  ...BEHAVIOUR_RULES,
];
