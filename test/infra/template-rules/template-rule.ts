import type { Environment } from '../templates.ts';

/** What has to hold in the templates of every environment, whatever functions and resources they come to have. */
export interface TemplateRule {
  /** What holds, as a sentence. */
  readonly name: string;
  readonly because: string;
  /** What breaks it, a line each that names the resource; none when it holds. */
  violations(environment: Environment): string[];
}
